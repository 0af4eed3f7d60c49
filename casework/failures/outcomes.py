"""What is known of a page that was sent and could not be answered as it should: was it saved, what is kept of it."""

import logging
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse

from casework.access import families_for
from casework.acts.presenters import typed
from casework.acts.sent_pages import SentPage, keep_sent, same_origin, sent_page
from casework.addresses import said_of
from casework.refusal import Refusal
from casework.sent import words_of
from casework.submissions.models import Submission
from casework.submissions.queries import earlier_submission
from casework.unsaved.models import UnsavedText
from casework.unsaved.presenters import opened_with
from casework.unsaved.queries import last_of_address

log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """Unsaved text of a page: when it was kept, and the address that opens the page with it."""

    at: datetime
    url: str


class Outcome(NamedTuple):
    """`saved` is the submission of just these words. `not_saved`: it is known that they are not. Otherwise neither is.

    `kept` is what was last kept of the page; after `not_saved` it is what was sent. `look_at` is where one would see
    that it was saved. `again` are the fields with which it can be sent once more, where the words are kept nowhere.
    """

    look_at: str
    saved: Submission | None = None
    not_saved: bool = False
    kept: Kept | None = None
    again: Iterable[tuple[str, str]] = ()


def outcome_of(request: Any) -> Outcome:
    """Of a POST that failed. What was sent is kept, if it can be; without a database only what the request says."""
    look_at = where_to_look(request.path)
    sent = sent_page(request)
    if sent is None:
        return Outcome(look_at)
    try:
        return _settled(request, sent, look_at)
    except Exception:
        # Whatever broke the page may break this too, and then less is known.
        log.exception("What is kept of a page that failed could not be looked up")
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        return Outcome(look_at, again=pairs if same_origin(request) else ())


def _settled(request: Any, sent: SentPage, look_at: str) -> Outcome:
    """Keeping waits for whoever saves the page now: afterwards it is saved, or it is not."""
    try:
        text = keep_sent(request, sent)
    except Refusal:
        return Outcome(look_at, kept=last_kept(request))
    if text is None:
        return Outcome(look_at, saved=earlier_submission(request.user, UUID(sent.key)))
    return Outcome(look_at, not_saved=True, kept=kept_of(text))


def kept_of(text: UnsavedText) -> Kept:
    return Kept(text.kept_at, opened_with(text))


def last_kept(request: Any) -> Kept | None:
    """What was last kept of the page at this address for whoever is signed in."""
    if not request.user.is_authenticated:
        return None
    text = last_of_address(request.user, request.path)
    return kept_of(text) if text else None


def where_to_look(path: str) -> str:
    """The page that would show what the page at `path` saves, by its address alone."""
    try:
        place = resolve(path)
    except Resolver404:
        return reverse(settings.LOGIN_REDIRECT_URL)
    return _page_of(place) or reverse(settings.LOGIN_REDIRECT_URL)


def _page_of(place: ResolverMatch) -> str:
    family = place.kwargs.get("family_id")
    if family is None:
        return ""
    # Cancel may lead elsewhere than saving, so that the section is the surer one.
    for name in (said_of(place.func, "section"), said_of(place.func, "leads_to"), "family"):
        try:
            return reverse(name, args=[family])
        except NoReverseMatch:
            continue
    return ""


class Typed(NamedTuple):
    label: str
    text: str


def typed_words(request: Any) -> list[Typed]:
    """What was typed on a page that cannot take it any more, to be copied: of a family that is still open to them."""
    sent = sent_page(request)
    if sent is None or sent.user_id != request.user.pk:
        return []
    family = sent.place.kwargs.get("family_id")
    if family is not None and not families_for(request.user).filter(pk=family).exists():
        return []
    return _labelled(sent.fields, sent.place)


def kept_words(request: Any) -> list[Typed]:
    """What is kept of the page at this address, which opens no more, for whoever typed it."""
    text = last_of_address(request.user, request.path)
    return _labelled(words_of(text.fields), resolve(request.path)) if text else []


def _labelled(words: dict[str, list[str]], place: ResolverMatch) -> list[Typed]:
    fields = getattr(said_of(place.func, "form_class"), "base_fields", {})
    return [
        Typed(str(getattr(fields.get(name), "label", "") or _in_words(name)), value)
        for name, values in typed(words, fields).items()
        for value in values
        if value
    ]


def _in_words(name: str) -> str:
    """'Working well' of 'text-working_well-0': a passage's box is made with its page, which is not opened here."""
    return re.sub(r"^text-(.+)-\d+$", r"\1", name).replace("_", " ").replace("-", " ").strip().capitalize()
