"""The pages for what took longer than its budget (`config.budgets`): a lock that others hold, and a statement."""

import logging
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from casework.acts.sent_pages import by_script
from casework.failures.outcomes import Outcome, outcome_of, typed_words

logger = logging.getLogger(__name__)

UNAVAILABLE = 503
SECONDS_TO_WAIT = "5"


class Waited(Enum):
    """What was waited for in vain."""

    LOCK = "lock"
    STATEMENT = "statement"


# PostgreSQL's codes: lock_not_available, deadlock_detected, query_canceled, idle_in_transaction_session_timeout.
BY_CODE = {
    "55P03": Waited.LOCK,
    "40P01": Waited.LOCK,
    "57014": Waited.STATEMENT,
    "25P03": Waited.STATEMENT,
}
IN_THE_FAMILY = "Somebody else is saving in this family"
ELSEWHERE = "Somebody else is saving at this moment"
TOO_LONG = "This took too long"


def waited_for(exception: BaseException | None) -> Waited | None:
    """What ran out of its budget, where that is why the database refused; None for any other exception."""
    return BY_CODE.get(getattr(getattr(exception, "__cause__", None), "sqlstate", None) or "")


def request_id(request: HttpRequest) -> str:
    """The number by which the request is found in the log; '' where it has none."""
    return getattr(request, "id", "")


def answer_waited(request: HttpRequest, waited: Waited) -> HttpResponse:
    """503 with what was typed and a button that sends it again; to a script a sentence, after which it tries again."""
    logger.warning("%s %s: waited too long for a %s.", request.method, request.path, waited.value)
    outcome = outcome_of(request) if request.method == "POST" else None
    heading = _heading(request, waited)
    answer: HttpResponse
    if by_script(request):
        answer = JsonResponse(_in_json(heading, outcome), status=UNAVAILABLE)
    else:
        # Who waits for a lock has saved nothing: the transaction that waited was undone.
        context = _context(request, heading, outcome) | {"nothing_changed": waited == Waited.LOCK}
        answer = HttpResponse(render_to_string("503.html", context), status=UNAVAILABLE)
    answer["Retry-After"] = SECONDS_TO_WAIT
    return answer


def _heading(request: HttpRequest, waited: Waited) -> str:
    if waited == Waited.STATEMENT:
        return TOO_LONG
    place = request.resolver_match
    return IN_THE_FAMILY if place and "family_id" in place.kwargs else ELSEWHERE


def _in_json(heading: str, outcome: Outcome | None) -> dict[str, Any]:
    return {"sentence": f"{heading}.", "not_saved": outcome is not None and outcome.not_saved}


def _context(request: HttpRequest, heading: str, outcome: Outcome | None) -> dict[str, Any]:
    """Rendered without a request, so that nothing more is asked of a database that is slow."""
    context = {
        "heading": heading,
        "outcome": outcome,
        "address": request.get_full_path(),
        "request_id": request_id(request),
    }
    if outcome is None or outcome.saved:
        return context
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return context | {"again": pairs, "typed": _typed(request)}


def _typed(request: HttpRequest) -> list[Any]:
    try:
        return typed_words(request)
    except Exception:
        logger.exception("What was typed could not be shown by its labels")
        return []
