"""Keeping what somebody types before they save it. No history: it is theirs alone, and deleted when they save."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.http import url_has_allowed_host_and_scheme

from casework.access import families_for
from casework.refusal import Refusal
from casework.sent import digest_of, key_in
from casework.submissions.queries import earlier_submission
from casework.submissions.services import lock_page
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import BROUGHT_BACK_WITHIN, text_of_page
from casework.users.models import User

SOMEBODY_ELSE = "Somebody else has signed in since this page was opened. Nothing of it is kept or saved."
LARGEST = 500_000  # characters of all fields together
# Of the opening of a page, not of its address.
OPENING = {"kept", "typed", "leave"}


@transaction.atomic
def keep(
    user: User, *, form_key: UUID, family_id: int | None, title: str, url: str, fields: Mapping[str, Any], at: datetime,
    page: UUID | None = None, subject: str = "", went_on_from: str = "", private: bool = False,
) -> UnsavedText | None:  # fmt: skip
    """Keep the fields of one opened page, in place of what was kept of it before; None where just this was saved.

    `page` is the opened page, by itself the one with the key. `went_on_from` is '<key>:<digest>' of the text with which
    it opened: that row is replaced, unless it was typed on meanwhile. Refusal where `user` may not open the family,
    where `url` leads out of the product, and where it is too long.
    """
    if family_id is not None and not families_for(user).filter(pk=family_id).exists():
        raise Refusal("This family is not open to you any more.")
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        raise Refusal("The address of the form is not one of this product's.")
    if (size := sum(len(str(value)) for value in fields.values())) > LARGEST:
        raise Refusal(
            f"This text is {size - LARGEST:,} characters too long to be kept here. Save it, and go on in a second one."
        )
    digest = digest_of(fields)
    lock_page(user, form_key)
    saved = earlier_submission(user, form_key)
    if saved and saved.digest == digest:
        forget_saved(user, f"{form_key}:{digest}")
        return None
    text, _ = UnsavedText.objects.update_or_create(
        user=user,
        page=page or form_key,
        defaults={
            "form_key": form_key, "family_id": family_id, "title": title[:200], "url": address_of(url)[:300],
            "subject": subject[:60], "fields": dict(fields), "digest": digest, "private": private, "kept_at": at,
            "discarded_at": None,
        },
    )  # fmt: skip
    _forget(user.unsaved_texts.exclude(pk=text.pk), went_on_from)
    return text


def address_of(url: str) -> str:
    """`url` without what says only how the page was opened."""
    path, _, query = url.partition("?")
    rest = [(name, value) for name, value in parse_qsl(query) if name not in OPENING]
    return f"{path}?{urlencode(rest)}" if rest else path


def forget_saved(user: User, *texts: str) -> None:
    """Delete what was kept of a page that is saved now, in the same transaction.

    Each of `texts` is '<key>:<digest>'; a row with other words is of somebody who has typed on, and stays.
    """
    for text in texts:
        _forget(user.unsaved_texts.all(), text)


def _forget(rows: QuerySet[UnsavedText], text: str) -> None:
    key, _, digest = text.partition(":")
    if form_key := key_in(key):
        rows.filter(form_key=form_key, digest=digest).delete()


def readdress(subject: str, url: str) -> None:
    """What anybody has typed of the record `subject` is offered at `url` from now on: there it can still be saved."""
    UnsavedText.objects.filter(subject=subject).update(url=url)


def discard(user: User, page: UUID, at: datetime) -> None:
    """Their writer does not want it any more. It can be brought back for a day, unless it may be a protected detail."""
    user.unsaved_texts.filter(page=page, private=True).delete()
    user.unsaved_texts.filter(page=page, discarded_at=None).update(discarded_at=at)


def bring_back(user: User, page: UUID, at: datetime) -> UnsavedText:
    """Undo `discard`, once or twice; Refusal after a day."""
    since = at - BROUGHT_BACK_WITHIN
    text = text_of_page(user, page)
    if text is None or (text.discarded_at and text.discarded_at <= since):
        raise Refusal("It cannot be brought back: it was saved since, or discarded more than a day ago.")
    user.unsaved_texts.filter(page=page).update(discarded_at=None)
    return text


def purge_discarded(at: datetime) -> int:
    """Delete what was discarded a day ago or earlier; how many rows."""
    deleted, _ = UnsavedText.objects.filter(discarded_at__lte=at - BROUGHT_BACK_WITHIN).delete()
    return deleted
