"""What the pages of protecting show, and where one is led from them."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from casework.people.contact_details.models import ContactDetail
from casework.people.models import Person
from casework.people.presenters import person_url
from casework.people.protecting.queries import locating_of, rows_under
from casework.protections.models import Protection
from casework.protections.presenters import names_in, out_of_hours, whom_to_ask
from casework.protections.queries import reader_rows, readers_of
from casework.users.models import User
from casework.words import say_when

SETTLING = (
    "Somebody who works with the family protected it at once. You settle that those named may read it. If it should be "
    "otherwise, speak with one of them: whoever reads it can name others."
)
MORE = "What is ticked is protected for the same reason, and shown to the same people."
ASKING = "Those who may read it and the managers are told that you ask, and why. What is protected is never sent."


def whats_next(family: Family, person: Person, contact: ContactDetail, user: User, today: date) -> str:
    """From a new address that is protected to the page that asks what else tells where it is, if anything does."""
    protection = contact.protection
    if protection and user in readers_of(protection):
        found = locating_of(user, protection, today)
        if found.people or found.contacts or found.key_contacts:
            return reverse("protection-more", args=[family.pk, protection.pk])
    return person_url(family, person)


class ProtectionText(NamedTuple):
    """What everybody may know of a protection: whose places, since when, by whom, and whom to ask."""

    protection: Protection
    whose: str
    since: str
    readers: list[str]
    ask: str
    out_of_hours: str
    settled: str


def protection_text(protection: Protection, family: Family) -> ProtectionText:
    readers = [row.user for row in with_colleagues_apart(reader_rows(protection), timezone.localdate(), "user")]
    settled = f"Settled by {protection.settled_by}, {say_when(protection.settled_at)}" if protection.settled_at else ""
    return ProtectionText(
        protection,
        whose_places(protection, family),
        f"{say_when(protection.at)}, by {protection.by}",
        sorted(map(str, readers)),
        whom_to_ask(readers),
        out_of_hours(),
        settled,
    )


def whose_places(protection: Protection, family: Family) -> str:
    """'Mia and Ann': those of this family who live there, or else whose contact details it keeps."""
    of_contacts = protection.contact_details.order_by().values_list("person", flat=True)
    return names_in(family, [*protection.people, *of_contacts]) or "somebody"


def reading_context(protection: Protection, family: Family) -> dict[str, Any]:
    """For a reader: what it keeps, from whom and why."""
    contacts, key_contacts = rows_under(protection, family)
    here = set(family.people_ever().order_by().values_list("pk", flat=True))
    return {
        "contacts": [f"{row.person}’s {row.get_kind_display().lower()}" for row in contacts if row.person_id in here],
        "key_contacts": [row.get_profession_display() for row in key_contacts],
        "from_whom": names_in(family, protection.from_whom) or "somebody who is not recorded here",
        "because": protection.because,
    }
