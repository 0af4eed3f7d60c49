"""The professionals around a family's children (A9.20)."""

from datetime import date

from django.db.models import Q, QuerySet

from casework.families.models import Family
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.trail.rows import fingerprint


def current_key_contacts(family: Family, today: date, *, person: Person | None = None) -> QuerySet[KeyContact]:
    """Those of the family today, or those of one person and of the whole family."""
    rows = family.keycontact_set.on(today)
    return rows.filter(Q(about=[]) | Q(about__overlap=person.all_ids)) if person else rows


def former_key_contacts(family: Family, today: date, *, person: Person) -> QuerySet[KeyContact]:
    """Those of the person that ended before `today`."""
    return family.keycontact_set.filter(until_date__lt=today, about__overlap=person.all_ids)


def fingerprint_of_key_contact(row: KeyContact) -> str:
    return fingerprint(
        row.profession, row.name, row.organisation, row.telephone, row.email, row.about, row.from_date, row.until_date
    )
