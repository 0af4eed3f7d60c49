"""The number of a request: in its answer's headers, on the pages for what went wrong, and in each line of the log."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
NONE = "-"

current: ContextVar[str] = ContextVar("request_id", default=NONE)


def id_of(given: str) -> str:
    """The id that a proxy gave, if it is well formed: it stands in the log; otherwise a new one."""
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


class WithRequestId(logging.Filter):
    """Gives each record the id of the request that is being answered, '-' outside one."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django says what it answered when the request has left the middleware, and hands it over.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or current.get()
        return True
