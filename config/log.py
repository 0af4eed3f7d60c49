"""Logs say what failed and where, never what somebody wrote."""

import copy
import logging
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

# Under which Celery hands over an error as text.
TOLD = ("exc", "traceback")
MINUTE = 60  # seconds


class WithoutContent(logging.Formatter):
    """
    Writes an exception's type and the lines it came through, but not its message:
    the database's own messages repeat the values that it refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        error = record.exc_info[1] if record.exc_info else None
        record.args = _without_errors(record.args, type(error).__name__ if error else "error")
        # As another handler may have put it together.
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        for error in _chain(record.exc_info[1] if record.exc_info else None):
            for spoken in filter(None, (repr(error), str(error), repr(str(error))[1:-1])):
                record.message = record.message.replace(spoken, type(error).__name__)
        return super().formatMessage(record)

    def formatException(self, exc_info) -> str:
        kind, _, frames = exc_info
        return "".join([*traceback.format_tb(frames), kind.__qualname__])


class OnceAMinute(logging.Filter):
    """Passes each message of a logger once in a minute, whatever its values: for what is tried again each second."""

    def __init__(self) -> None:
        super().__init__()
        self.last: dict[object, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created - self.last.get(record.msg, 0.0) < MINUTE:
            return False
        self.last[record.msg] = record.created
        return True


def _without_errors(args: Any, name: str) -> Any:
    """The arguments of a message, an error among them replaced by its type's name."""
    if isinstance(args, Mapping):
        return {key: name if key in TOLD else _named(value) for key, value in args.items()}
    return tuple(map(_named, args)) if isinstance(args, tuple) else args


def _named(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it."""
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
