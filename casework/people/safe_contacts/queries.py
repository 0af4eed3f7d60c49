"""How people may be reached safely, from whichever family's record."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import read_in
from casework.people.safe_contacts.models import SafeContact
from casework.trail.models import DatedQuerySet
from casework.trail.rows import fingerprint
from casework.users.models import User


def safe_contacts_of(family: Family, people: Iterable[Person], user: User | None, today: date) -> DatedQuerySet:
    """Of these people of the family; see `read_in`."""
    rows = SafeContact.objects.filter(read_in(family, people, user, today, field="person"))
    return cast("DatedQuerySet", rows.select_related("person"))


def fingerprint_of_safe_contact(row: SafeContact) -> str:
    return fingerprint(row.when, row.how, row.voicemail, row.post_read_by, row.code_word, row.from_date, row.until_date)
