"""Contact details as rows: masked for whoever may not read them, and who may."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from casework.access import Can, access_of
from casework.families.models import Family
from casework.people.contact_details.models import ContactDetail, ContactKind, ContactReader
from casework.people.models import Person
from casework.people.queries import team_and_workers
from casework.trail.rows import fingerprint
from casework.users.models import User
from casework.users.roles import GRADES, PRACTITIONERS, Role


def readers_with_access(contact: ContactDetail) -> list[User]:
    """Those named who may still read the family's record."""
    return [user for user in readers_of(contact) if access_of(user, contact.family).can(Can.READ)]


def contacts_of(user: User, family: Family, *, person: Person | None = None) -> QuerySet[ContactDetail]:
    """Those of the family, or of one person, masked for `user`; none without a right to read."""
    if not access_of(user, family).can(Can.READ):
        return ContactDetail.objects.none()
    rows = family.contactdetail_set.filter(person__in=person.all_ids) if person else family.contactdetail_set.all()
    return masked_for(user, rows).prefetch_related("readers__user")


def masked_for(user: User, rows: QuerySet[ContactDetail]) -> QuerySet[ContactDetail]:
    """With `readable` and the columns `masked_…`: what the user may not see does not leave the database."""
    named = ContactReader.objects.filter(contact=OuterRef("pk"), user=user, ended_on=None)
    readable = ExpressionWrapper(Q(protected=False) | Exists(named), BooleanField())
    masked = rows.annotate(readable=readable).defer("value", "remark", "protected_because")
    return masked.annotate(
        **{
            f"masked_{name}": Case(When(readable=True, then=F(name)), default=Value(""))
            for name in ("value", "remark", "protected_because")
        }
    )


def telephones_of(family: Family, today: date) -> dict[int, list[str]]:
    """By person: the telephone numbers that hold today and that everybody may see who reads the family's record."""
    rows = ContactDetail.objects.on(today).filter(
        family=family, kind=ContactKind.TELEPHONE, protected=False, person__died=None
    )
    numbers: dict[int, list[str]] = {}
    for row in rows.annotate(whose=Coalesce("person__merged_into_id", "person_id")):
        numbers.setdefault(row.whose, []).append(row.value)
    return numbers


def readers_of(contact: ContactDetail) -> list[User]:
    """The users who are named as readers now."""
    return [reader.user for reader in contact.readers.filter(ended_on=None).select_related("user")]


def fingerprint_of_contact(contact: ContactDetail) -> str:
    """Of a contact detail as a page showed it; its value cannot be read from it."""
    readers = sorted(user.pk for user in readers_of(contact))
    return fingerprint(
        contact.value, contact.remark, contact.from_date, contact.until_date, contact.protected,
        contact.protected_because, readers,
    )  # fmt: skip


def possible_readers(family: Family, today: date, *, besides: User, also: Iterable[int] = ()) -> QuerySet[User]:
    """Who may be named to read a protected detail: who may ask, and business support, without the one who names."""
    return team_and_workers(family, today, [*PRACTITIONERS, *GRADES, Role.BUSINESS_SUPPORT], also).exclude(
        pk=besides.pk
    )
