"""The professionals around a family's children (A9.20), masked for whoever may not read the protected ones."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, Value, When

from casework.families.models import Family
from casework.people.key_contacts.models import LOCATING, KeyContact
from casework.people.models import Person
from casework.protections.models import Protection
from casework.protections.queries import fingerprint_of_protection, is_readable, protections_of
from casework.trail.rows import fingerprint
from casework.users.models import User

MASKED = ("name", "organisation", "telephone", "email")


def current_key_contacts(family: Family, today: date, *, person: Person | None = None) -> QuerySet[KeyContact]:
    """Those of the family today, or those of one person and of the whole family."""
    rows = family.keycontact_set.on(today)
    return rows.filter(Q(about=[]) | Q(about__overlap=person.all_ids)) if person else rows


def former_key_contacts(family: Family, today: date, *, person: Person) -> QuerySet[KeyContact]:
    """Those of the person that ended before `today`."""
    return family.keycontact_set.filter(until_date__lt=today, about__overlap=person.all_ids)


def masked_for(user: User | None, rows: QuerySet[KeyContact]) -> QuerySet[KeyContact]:
    """With `readable` and the columns `masked_…`; to nobody in particular (None) no protected one is readable."""
    readable: Any = Q(protection=None) | is_readable(user) if user else Q(protection=None)
    masked = rows.annotate(readable=ExpressionWrapper(readable, BooleanField())).defer(*MASKED)
    columns: dict[str, Any] = {
        f"masked_{name}": Case(When(readable=True, then=F(name)), default=Value("")) for name in MASKED
    }
    return masked.annotate(**columns).select_related("protection").prefetch_related("protection__readers__user")


def protection_of_new(family: Family, profession: str, about: list[int]) -> Protection | None:
    """The protection under which such a key contact of these persons (ids; none: of all) stands, or None."""
    if profession not in LOCATING:
        return None
    members = family.familymember_set.filter(until_date=None).values_list("person", flat=True)
    return protections_of(about or list(members), family).first()


def recorded_key_contact(family: Family, text: str) -> KeyContact | None:
    """The protected key contact of the family that `text` names: whatever names it refers to it instead."""
    plain = text.strip().casefold()
    rows = family.keycontact_set.filter(protection__isnull=False).order_by("pk")
    return next((row for row in rows if plain and plain in (row.name.casefold(), row.organisation.casefold())), None)


def fingerprint_of_key_contact(row: KeyContact) -> str:
    return fingerprint(
        row.profession, row.name, row.organisation, row.telephone, row.email, row.about, row.from_date, row.until_date,
        fingerprint_of_protection(row.protection),
    )  # fmt: skip
