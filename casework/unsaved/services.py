"""Keeping what somebody types before they save it. No history: it is theirs alone, and gone when they save."""

from django.utils.http import url_has_allowed_host_and_scheme

from casework.access import families_for
from casework.refusal import Refusal
from casework.unsaved.models import UnsavedText

LARGEST = 500_000  # characters of all fields together


def keep(user, *, form_key, family_id, title, url, fields, at):
    """Keep the fields of one form; one row for a person and a form."""
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


def discard(user, form_key):
    """The form was saved, or its writer does not want the text any more."""
    user.unsaved_texts.filter(form_key=str(form_key)).delete()
