"""The pages for what took longer than its budget (`config.budgets`), and for a database that is away."""

import logging
from enum import Enum
from typing import Any

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

from casework.acts.sent_pages import by_script
from casework.failures.outcomes import Outcome, outcome_of, typed_words, where_to_look
from casework.failures.problems import of_api, problem

logger = logging.getLogger(__name__)

UNAVAILABLE = 503
SECONDS_TO_WAIT = "5"
PASSWORD = "password"  # of the sign-in page, the only one that asks for one


class Waited(Enum):
    """What was waited for in vain. `DATABASE`: it went away meanwhile. `CONNECTION`: it was away all the time."""

    LOCK = "lock"
    STATEMENT = "statement"
    DATABASE = "database"
    CONNECTION = "connection"


# PostgreSQL's codes: lock_not_available, deadlock_detected, query_canceled, idle_in_transaction_session_timeout,
# admin_shutdown, crash_shutdown, cannot_connect_now.
BY_CODE = {
    "55P03": Waited.LOCK,
    "40P01": Waited.LOCK,
    "57014": Waited.STATEMENT,
    "25P03": Waited.STATEMENT,
    "57P01": Waited.DATABASE,
    "57P02": Waited.DATABASE,
    "57P03": Waited.DATABASE,
}
HEADINGS = {
    Waited.STATEMENT: "This took too long",
    Waited.DATABASE: "The Workbook cannot reach its database",
    Waited.CONNECTION: "The Workbook cannot reach its database",
}
IN_THE_FAMILY = "Somebody else is saving in this family"
ELSEWHERE = "Somebody else is saving at this moment"


def waited_for(exception: BaseException | None) -> Waited | None:
    """What ran out of its budget or went away, where that is why; None for any other exception."""
    cause = getattr(exception, "__cause__", None)
    if isinstance(cause, PoolTimeout):
        return Waited.CONNECTION
    code = getattr(cause, "sqlstate", None)
    # A connection that broke has no code: nobody was there to give one.
    if code is None and isinstance(cause, psycopg.OperationalError):
        return Waited.DATABASE
    return BY_CODE.get(code or "")


def request_id(request: HttpRequest) -> str:
    """The number by which the request is found in the log; '' where it has none."""
    return getattr(request, "id", "")


def answer_waited(request: HttpRequest, waited: Waited) -> HttpResponse:
    """503 with what was typed and a button that sends it again; to a script a sentence, after which it tries again."""
    logger.warning("%s %s: waited too long for a %s.", request.method, request.path, waited.value)
    outcome = _outcome(request, waited) if request.method == "POST" else None
    heading = _heading(request, waited)
    answer: HttpResponse
    if of_api(request):
        answer = problem(f"{heading}.", UNAVAILABLE)
    elif by_script(request):
        answer = JsonResponse(_in_json(heading, outcome), status=UNAVAILABLE)
    else:
        # Who waits for a lock has saved nothing: the transaction that waited was undone.
        context = _context(request, waited, outcome) | {"heading": heading}
        answer = HttpResponse(render_to_string("503.html", context), status=UNAVAILABLE)
    answer["Retry-After"] = SECONDS_TO_WAIT
    return answer


def _outcome(request: HttpRequest, waited: Waited) -> Outcome:
    """Where there is no connection another one is not waited for: it would take as long again, and a thread with it."""
    if waited == Waited.CONNECTION:
        return Outcome(where_to_look(request.path))
    # One that was lost stays lost until the request is over, and another one may be there already.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    return outcome_of(request)


def _heading(request: HttpRequest, waited: Waited) -> str:
    if waited in HEADINGS:
        return HEADINGS[waited]
    place = request.resolver_match
    return IN_THE_FAMILY if place and "family_id" in place.kwargs else ELSEWHERE


def _in_json(heading: str, outcome: Outcome | None) -> dict[str, Any]:
    return {"sentence": f"{heading}.", "not_saved": outcome is not None and outcome.not_saved}


def _context(request: HttpRequest, waited: Waited, outcome: Outcome | None) -> dict[str, Any]:
    """Rendered without a request, so that nothing more is asked of a database that is slow or away."""
    context: dict[str, Any] = {
        "outcome": outcome,
        "nothing_changed": waited == Waited.LOCK,
        "is_away": waited in (Waited.DATABASE, Waited.CONNECTION),
        "address": request.get_full_path(),
        "request_id": request_id(request),
    }
    if outcome is None or outcome.saved:
        return context
    context["typed"] = _typed(request) if waited != Waited.CONNECTION else []
    return context | {"again": _again(request)}


def _again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, but for a password: a page is kept by the browser, and read by whoever comes after."""
    return [(name, value) for name, values in request.POST.lists() if name != PASSWORD for value in values]


def _typed(request: HttpRequest) -> list[Any]:
    try:
        return typed_words(request)
    except Exception:
        logger.exception("What was typed could not be shown by its labels")
        return []
