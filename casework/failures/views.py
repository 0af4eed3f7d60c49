"""The pages for what went wrong. Each says only what is known, and brings back what was typed where it can."""

import sys
from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from casework.acts.sent_pages import SentPage, by_script, keep_sent, same_origin, sent_page
from casework.failures.outcomes import kept_words, last_kept, outcome_of, typed_words
from casework.failures.problems import of_api, problem
from casework.failures.waiting import answer_waited, request_id, waited_for
from casework.in_error.checks import RecordedInError
from casework.in_error.presenters import page_of
from casework.refusal import Refusal
from casework.sign_in.carried import carried_in, gone_on
from casework.sign_in.views import signed_out
from casework.unsaved.models import UnsavedText

GONE, CONTENT_TOO_LARGE = 410, 413
PIECE = 1_000_000
MOST_READ = 100 * PIECE
REFUSED = "You have signed out, or signed in again, since this page was opened. Nothing was changed."
NOT_THEIRS = "This page was opened by somebody else. Nothing of it was saved or kept."
NOT_SAVED = (
    "You have signed in again since this page was opened, so nothing was saved. What you typed is kept: look it over, "
    "and save it."
)
FAILED = "Something went wrong, and the fault is ours. We do not know whether it was saved."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, _too_large(request))
    if isinstance(exception, TooManyFieldsSent):
        return too_large(request, f"It has more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields.")
    if of_api(request):
        return problem("Something in what was sent did not make sense.", 400)
    context = {"outcome": outcome_of(request)} if request.method == "POST" else {}
    return render(request, "400.html", context, status=400)


def _too_large(request: HttpRequest) -> str:
    size, most = (
        amount / PIECE for amount in (int(request.META["CONTENT_LENGTH"]), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    )
    return f"It is {size:.1f} megabytes large; a page may be {most:.1f} at most."


def too_large(request: HttpRequest, sentence: str) -> HttpResponse:
    """Nothing of it was read by any page, so that nothing of it was saved."""
    _read_to_the_end(request)
    if of_api(request):
        return problem(sentence, CONTENT_TOO_LARGE)
    if by_script(request):
        return JsonResponse({"sentence": f"{sentence} Nothing of it was saved."}, status=CONTENT_TOO_LARGE)
    context = {"sentence": sentence, "kept": last_kept(request)}
    return render(request, "413.html", context, status=CONTENT_TOO_LARGE)


def _read_to_the_end(request: Any) -> None:
    """A browser that is still sending does not look at the answer."""
    for _ in range(MOST_READ // PIECE):
        if not request.read(PIECE):
            return


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if of_api(request):
        return problem(str(exception) or "You may not do that.", 403)
    return render(request, "403.html", _not_taken(request) | {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RecordedInError):
        return _in_error(request, exception)
    if of_api(request):
        return problem("There is no such address.", 404)
    return render(request, "404.html", _not_taken(request), status=404)


def _in_error(request: HttpRequest, exception: RecordedInError) -> HttpResponse:
    """What the address named was recorded in error: it is not missing, and the page says what became of it."""
    context = page_of(exception.family, exception.found)
    if of_api(request):
        return problem(context["line"].sentence, GONE)
    typed = _not_taken(request) or {"kept": kept_words(request)}
    return render(request, "casework/in_error/read.html", context | typed, status=GONE)


def _not_taken(request: HttpRequest) -> dict[str, Any]:
    """A page that refuses has changed nothing: what it would have done is undone with it."""
    return {"posted": True, "typed": typed_words(request)} if request.method == "POST" else {}


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without a request, so that nothing but `outcome_of`, which may fail, needs the database."""
    if waited := waited_for(sys.exc_info()[1]):
        return answer_waited(request, waited)  # in a middleware, which is outside what `WaitingMiddleware` sees
    if of_api(request):
        return problem(f"Something went wrong, and the fault is ours. Number: {request_id(request)}", 500)
    if by_script(request):
        return JsonResponse({"sentence": FAILED}, status=500)
    context = {"outcome": outcome_of(request), "address": request.get_full_path()} if request.method == "POST" else {}
    return HttpResponseServerError(render_to_string("500.html", context | {"request_id": request_id(request)}))


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """The token is not of this session. What one's own page sent is kept, and shown again with a new token."""
    if by_script(request):
        return JsonResponse({"sentence": REFUSED}, status=403)
    if not same_origin(request):
        return _refused(request)
    if carried := carried_in(request):
        return redirect(gone_on(request, carried)) if request.user.is_authenticated else signed_out(request, carried)
    sent = sent_page(request)
    if sent is None:
        return _refused(request)
    return _kept_and_shown(request, sent) if request.user.is_authenticated else signed_out(request, sent)


def _refused(request: HttpRequest, sentence: str = REFUSED, **context: str) -> HttpResponse:
    return render(request, "403_csrf.html", {"sentence": sentence, **context}, status=403)


def _kept_and_shown(request: Any, sent: SentPage) -> HttpResponse:
    if sent.user_id != request.user.pk:
        return _refused(request, NOT_THEIRS, heading="Somebody else has signed in")
    try:
        text = keep_sent(request, sent)
    except Refusal as refusal:
        return _refused(request, f"Nothing was saved. {refusal.sentence}")
    if text is None:
        messages.success(request, "It was saved already.")
        return redirect(request.path)
    messages.error(request, NOT_SAVED)
    return _opened(request, sent, text)


def _opened(request: Any, sent: SentPage, text: UnsavedText) -> HttpResponse:
    """The page as it opens with what was kept, in answer to what was refused."""
    opening = copy(request)
    opening.method, opening.GET, opening.POST = "GET", request.GET.copy(), QueryDict()
    opening.GET["kept"], opening.GET["typed"] = str(text.form_key), str(text.page)
    place = sent.place
    page = place.func(opening, *place.args, **place.kwargs)
    if page.status_code == HttpResponse.status_code:
        page.status_code = 403
    return page
