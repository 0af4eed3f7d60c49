"""Logs say what failed and where, never what somebody wrote."""

import logging
import traceback


class WithoutContent(logging.Formatter):
    """
    Writes an exception's type and the lines it came through, but not its message:
    the database's own messages repeat the values that it refused.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error:
            for spoken in filter(None, (repr(error), str(error))):
                record.message = record.message.replace(spoken, type(error).__name__)
        return super().formatMessage(record)

    def formatException(self, exc_info) -> str:
        kind, _, frames = exc_info
        return "".join([*traceback.format_tb(frames), kind.__qualname__])
