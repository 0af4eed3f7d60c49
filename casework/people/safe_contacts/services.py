"""Recording how somebody may be reached safely, and changing or ending it."""

from datetime import date
from typing import Any

from casework.access import Can, require
from casework.families.models import Family
from casework.lives.checks import SAFE_CONTACT, Fact, check_in_life
from casework.people.checks import check_belongs, check_dates_in_order
from casework.people.models import Person
from casework.people.safe_contacts.models import SafeContact, Voicemail
from casework.people.safe_contacts.queries import fingerprint_of_safe_contact
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add(family: Family, person: Person, *, from_date: date, by: User, **values: Any) -> SafeContact:
    """When and how a person of the family may be reached; this family's record says it once at a time."""
    require(by, family, Can.RECORD)
    person = lock(person)
    check_belongs(family, person)
    if SafeContact.objects.filter(family=family, person=person, until_date=None).exists():
        raise Refusal(f"How {person} may be reached safely is recorded already. Change it, or say until when it held.")
    return SafeContact.objects.create(family=family, person=person, **_values(person, from_date=from_date, **values))


@service
def change_safe_contact(
    family: Family, row: SafeContact, *, fingerprint: str, from_date: date, by: User, **values: Any
) -> SafeContact:
    """Change it, or say until when it held; `family` is the one whose page it is."""
    require(by, family, Can.RECORD)
    row = lock(row, "person")
    check_belongs(family, row.person)
    check_fingerprint(fingerprint, fingerprint_of_safe_contact(row))
    change(row, **_values(row.person, from_date=from_date, **values))
    return row


def _values(
    person: Person, *, from_date: date, voicemail: str, when: str = "", how: str = "", post_read_by: str = "",
    code_word: str = "", until_date: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    if voicemail not in Voicemail.values:
        raise Refusal("Choose whether a message may be left.", "voicemail")
    if not (when.strip() or how.strip() or post_read_by.strip()):
        raise Refusal("Say when or how they may be reached, or who reads their post.", "when")
    check_dates_in_order(from_date, until_date)
    check_in_life(Fact(SAFE_CONTACT, from_date, person, "from_date"), from_date)
    return {
        "when": when.strip(), "how": how.strip(), "voicemail": voicemail, "post_read_by": post_read_by.strip(),
        "code_word": code_word.strip(), "from_date": from_date, "until_date": until_date,
    }  # fmt: skip
