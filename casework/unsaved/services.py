"""Keeping what somebody types before they save it. No history: it is theirs alone, and deleted when they save."""

from datetime import datetime
from typing import Any

from django.utils.http import url_has_allowed_host_and_scheme

from casework.access import families_for
from casework.refusal import Refusal
from casework.unsaved.models import UnsavedText
from casework.users.models import User

LARGEST = 500_000  # characters of all fields together


def keep(
    user: User, *, form_key: object, family_id: int, title: str, url: str, fields: dict[str, Any], at: datetime
) -> UnsavedText:
    """Keep the fields of one form, in place of what was kept of it before.

    Refusal where `user` may not open the family, where `url` leads out of the product, and where it is too long.
    """
    if not families_for(user).filter(pk=family_id).exists():
        raise Refusal("This family is not open to you any more.")
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        raise Refusal("The address of the form is not one of this product's.")
    if sum(len(str(value)) for value in fields.values()) > LARGEST:
        raise Refusal("This text is too long to be kept here. Save it, and go on in a second passage.")
    text, _ = UnsavedText.objects.update_or_create(
        user=user,
        form_key=form_key,
        defaults={"family_id": family_id, "title": title[:200], "url": url[:300], "fields": fields, "kept_at": at},
    )
    return text


def discard(user: User, form_key: object) -> None:
    """Delete the text: the form was saved, or its writer does not want it any more."""
    user.unsaved_texts.filter(form_key=str(form_key)).delete()
