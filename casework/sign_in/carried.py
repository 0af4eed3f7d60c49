"""What somebody sent after their session had ended: signed, it goes with the sign-in page and comes back with it.

The words are in no store until the same person has signed in. They are read again only with this product's signature,
and within an hour.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import Resolver404

from casework.acts.sent_pages import SentPage, keep_sent
from casework.refusal import Refusal
from casework.unsaved.presenters import opened_with
from casework.unsaved.services import address_of

SALT = "casework.sign_in.carried"
HOUR = 60 * 60


def carried(sent: SentPage) -> str:
    return signing.dumps(sent._asdict(), salt=SALT, compress=True)


def carried_in(request: HttpRequest) -> SentPage | None:
    """What the sign-in page that was sent carries; None where it carries nothing, or nothing to be trusted any more."""
    try:
        return SentPage(**signing.loads(request.POST.get("carried", ""), salt=SALT, max_age=HOUR))
    except signing.BadSignature:
        return None


def gone_on(request: Any, sent: SentPage) -> str:
    """Keep what was carried for whoever has signed in, if it is theirs; the address where they go on.

    What somebody else typed is dropped, and nothing of it is said.
    """
    if sent.user_id != request.user.pk:
        return resolve_url("my-work")
    try:
        text = keep_sent(request, sent)
    except Refusal as refusal:
        messages.error(request, f"What you typed could not be kept. {refusal.sentence}")
        return resolve_url("my-work")
    except Resolver404:
        return resolve_url("my-work")
    if text is None:
        messages.success(request, "It was saved already.")
        return address_of(sent.url)
    return opened_with(text)
