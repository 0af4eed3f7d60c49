"""Keeping and discarding unsaved text, as the script of a form page asks for it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from casework.access import SignedInRequest
from casework.addresses import keeps_text, said_of
from casework.refusal import Refusal
from casework.unsaved import queries
from casework.unsaved import services as unsaved
from casework.users.models import User

LONGEST_NAME = 200
MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@require_POST
def keep(request: SignedInRequest) -> JsonResponse:
    """Keep what is being typed: answers `kept_at` ('14:05'), or with 400 or 409 the `sentence` why not.

    `saved` instead of a time: just these words are saved.
    """
    try:
        sent = json.loads(request.body)
        text, user = _text_of(sent), int(sent["user"])
        _check_storable(sent)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, Resolver404):
        return JsonResponse({"sentence": "This text could not be kept. Save the page."}, status=400)
    if user != request.user.pk:
        return JsonResponse({"sentence": unsaved.SOMEBODY_ELSE}, status=409)
    return _keep(request.user, **text)


def _text_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the service; which family it is about, and whether it is private, the address says."""
    place = resolve(str(sent["url"]).partition("?")[0])
    if not keeps_text(place.func):
        raise ValueError("not a page whose text is kept")
    return {
        "form_key": UUID(sent["key"]),
        "page": UUID(sent["page"]),
        "subject": str(sent["subject"]),
        "went_on_from": str(sent["went_on_from"]),
        "fields": dict(sent["fields"]),
        "title": str(sent["title"]),
        "url": str(sent["url"]),
        "family_id": place.kwargs.get("family_id"),
        "private": said_of(place.func, "private"),
    }


def _check_storable(sent: Any) -> None:
    """Raise ValueError for NUL and half of a surrogate pair, which PostgreSQL does not store, and what no form has."""
    fields = sent["fields"]
    if any(len(name) > LONGEST_NAME for name in fields):
        raise ValueError("no field has such a name")
    if sum(len(each) if isinstance(each, list) else 1 for each in fields.values()) > MOST_FIELDS:
        raise ValueError("no form has as many fields")
    for text in _texts_in(sent):
        if "\x00" in text:
            raise ValueError("NUL")
        text.encode()


def _texts_in(sent: Any) -> Iterator[str]:
    """Every text of what was sent, names too."""
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, dict | list):
        for each in [*sent, *sent.values()] if isinstance(sent, dict) else sent:
            yield from _texts_in(each)


def _keep(user: User, **text: Any) -> JsonResponse:
    try:
        kept = unsaved.keep(user, at=timezone.now(), **text)
    except Refusal as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse({"kept_at": f"{timezone.localtime(kept.kept_at):%H:%M}"} if kept else {"saved": True})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, page: UUID) -> HttpResponse:
    """Ask whether the text is to be discarded; POST discards it."""
    text = queries.text_of_page(request.user, page)
    if text is None:
        raise Http404
    if request.method != "POST":
        return render(request, "casework/unsaved/discard.html", {"heading": "Discard this text?", "text": text})
    unsaved.discard(request.user, page, timezone.now())
    undone = "" if text.private else " For a day you can bring it back, on your own page."
    messages.success(request, f"Discarded: ‘{text.title}’.{undone}")
    return redirect("my-work")


@require_POST
def bring_back(request: SignedInRequest, page: UUID) -> HttpResponse:
    try:
        text = unsaved.bring_back(request.user, page, timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("my-work")
    messages.success(request, f"‘{text.title}’ is back, and still not saved.")
    return redirect("my-work")
