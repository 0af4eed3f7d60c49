"""Keeping and discarding unsaved text, as the script of a form page asks for it."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import SignedInRequest
from casework.refusal import Refusal
from casework.unsaved import queries
from casework.unsaved import services as unsaved
from casework.users.models import User

SOMEBODY_ELSE = "Somebody else has signed in since this page was opened. Copy your text, and sign in again."


@require_POST
def keep(request: SignedInRequest) -> JsonResponse:
    """Keep what is being typed: answers `kept_at` ('14:05'), or with 400 or 409 the `sentence` why not."""
    try:
        sent = json.loads(request.body)
        key, family, user = str(sent["key"])[:80], int(sent["family"]), int(sent["user"])
        fields, title, url = dict(sent["fields"]), str(sent["title"]), str(sent["url"])
        _check_storable(sent)
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"sentence": "This text could not be kept. Save the page."}, status=400)
    if user != request.user.pk:
        return JsonResponse({"sentence": SOMEBODY_ELSE}, status=409)
    return _keep(request.user, form_key=key, family_id=family, title=title, url=url, fields=fields)


def _check_storable(sent: Any) -> None:
    """Raise ValueError for what PostgreSQL does not store: NUL, and half of a surrogate pair."""
    text = json.dumps(sent, ensure_ascii=False)
    if "\\u0000" in text or "\x00" in text:
        raise ValueError("NUL")
    text.encode()


def _keep(user: User, **text: Any) -> JsonResponse:
    try:
        kept = unsaved.keep(user, at=timezone.now(), **text)
    except Refusal as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse({"kept_at": f"{timezone.localtime(kept.kept_at):%H:%M}"})


@require_POST
def discard(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Delete what was typed; with `again` go back to the form, which then opens as it was last saved."""
    text = queries.unsaved_text(request.user, key)
    unsaved.discard(request.user, key)
    return redirect(text.url if text and "again" in request.POST else "my-work")
