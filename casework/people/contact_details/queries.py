"""Contact details as rows of a person, read in each of their families: masked for whoever may not read them."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.access import Can, access_of
from casework.families.headlines.queries import PlainName
from casework.families.models import Family, FamilyMember
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.models import Person
from casework.people.queries import entries_here, read_in, said_in, team_and_workers
from casework.protections.models import Protection
from casework.protections.queries import entries_of, fingerprint_of_protection, is_readable, protections_of
from casework.trail.rows import fingerprint
from casework.users.models import User
from casework.users.roles import GRADES, PRACTITIONERS, Role

# What a note, a letter or a call refers to; other subjects name it so, and ask it for nothing.
Place: TypeAlias = ContactDetail
Places: TypeAlias = QuerySet[ContactDetail]


def contacts_of(user: User, family: Family, *, person: Person | None = None) -> QuerySet[ContactDetail]:
    """Those of one person of the family or of all, masked for `user`; none without a right to read."""
    if not access_of(user, family).can(Can.READ):
        return ContactDetail.objects.none()
    rows = contacts_in(user, family)
    rows = rows.filter(person__in=person.all_ids) if person else rows
    return masked_for(user, rows).select_related("protection").prefetch_related("protection__readers__user")


def contacts_in(user: User, family: Family) -> QuerySet[ContactDetail]:
    """All of those who belong to the family now, whichever family wrote it; of whoever has left what it wrote itself.

    Nothing that a restricted family wrote which `user` may not find.
    """
    return ContactDetail.objects.filter(read_in(family, None, user, timezone.localdate(), field="person"))


def masked_for(user: User, rows: QuerySet[ContactDetail]) -> QuerySet[ContactDetail]:
    """With `readable` and the columns `masked_…`: what the user may not see does not leave the database."""
    readable = ExpressionWrapper(Q(protection=None) | is_readable(user), BooleanField())
    masked = rows.annotate(readable=readable).defer("value", "remark", "protection__because")
    named = {"value": "value", "remark": "remark", "because": "protection__because"}
    return masked.annotate(
        **{
            f"masked_{name}": Coalesce(Case(When(readable=True, then=F(column)), default=Value("")), Value(""))
            for name, column in named.items()
        }
    )


class OpenDetail(NamedTuple):
    """A telephone number or address that holds; `value` is '' where it is `protected`: it does not leave the database.

    `one_id` is the same for all entries of its person.
    """

    one_id: int
    person_id: int
    kind: str
    value: str
    protected: bool


def open_details(user: User, family: Family, today: date, people: Iterable[Person] | None = None) -> list[OpenDetail]:
    """The telephone numbers and addresses that hold today of the family's living people; `people` are all of them."""
    rows = ContactDetail.objects.filter(read_in(family, people, user, today, field="person"))
    rows = rows.on(today).filter(kind__in=(ContactKind.TELEPHONE, ContactKind.ADDRESS), person__died=None)
    columns = {
        "whose": Coalesce("person__merged_into_id", "person_id"),
        "plain": Case(When(protection=None, then=F("value")), default=Value("")),
        "kept": ExpressionWrapper(Q(protection__isnull=False), BooleanField()),
    }
    found = rows.values_list(columns["whose"], "person_id", "kind", columns["plain"], columns["kept"])
    return [OpenDetail(*row) for row in found]


def telephones_in(details: Iterable[OpenDetail]) -> dict[int, list[str]]:
    """By `one_id` the numbers that everybody may see who reads the family's record."""
    numbers: dict[int, list[str]] = {}
    for row in details:
        if row.kind == ContactKind.TELEPHONE and not row.protected:
            numbers.setdefault(row.one_id, []).append(row.value)
    return {whose: list(dict.fromkeys(of_person)) for whose, of_person in numbers.items()}


def fingerprint_of_contact(contact: ContactDetail) -> str:
    """Of a contact detail as a page showed it; its value cannot be read from it."""
    return fingerprint(
        contact.value, contact.remark, contact.from_date, contact.until_date,
        fingerprint_of_protection(contact.protection),
    )  # fmt: skip


def possible_readers(family: Family, today: date, *, besides: User, also: Iterable[int] = ()) -> QuerySet[User]:
    """Who may be named to read a protected detail: who may ask, and business support, without the one who names."""
    return team_and_workers(family, today, [*PRACTITIONERS, *GRADES, Role.BUSINESS_SUPPORT], also).exclude(
        pk=besides.pk
    )


def same_place(kind: str, one: str, other: str) -> bool:
    """Whether two values of a kind are the same however they are written."""
    return plain_value(kind, one) == plain_value(kind, other)


def plain_value(kind: str, value: str) -> str:
    """Without what people write in one way or another: '12, High St' and '12 high st' are alike."""
    if kind == ContactKind.TELEPHONE:
        digits = re.sub(r"\D", "", value)
        return f"0{digits[2:]}" if digits.startswith("44") else digits
    return re.sub(r"[\W_]", "", value.casefold())


def neighbours_of(people: Collection[int]) -> QuerySet[Person]:
    """Everybody who belongs now to a family of one of these persons (ids), and their other entries."""
    own = FamilyMember.objects.filter(person__in=entries_of(people).order_by().values("pk"), until_date=None)
    around = FamilyMember.objects.filter(family__in=own.order_by().values("family"), until_date=None)
    return entries_of(list(around.order_by().values_list("person", flat=True)))


def protection_for(family: int, people: Collection[int], kind: str, value: str) -> Protection | None:
    """The protection under which what is added of these persons (ids) stands from the first, or None.

    That of the place where one of them lives, or that which keeps the same value of somebody around them.
    """
    lasting = protections_of(people, family).first()
    if lasting or not value:
        return lasting
    kept = ContactDetail.objects.filter(protection__isnull=False, kind=kind)
    kept = kept.filter(
        said_in(family, None, timezone.localdate()), person__in=neighbours_of(people).order_by().values("pk")
    ).select_related("protection")
    return next((row.protection for row in kept if same_place(kind, row.value, value)), None)


def places_of(user: User, family: Family, today: date, *, also: Any = ()) -> QuerySet[ContactDetail]:
    """The addresses to which something of this family may refer: those that hold today, and `also` (ids)."""
    holds = Q(until_date=None) | Q(until_date__gte=today)
    here = Q(pk__in=contacts_in(user, family).filter(holds, kind=ContactKind.ADDRESS).order_by().values("pk"))
    return ContactDetail.objects.filter(here | Q(pk__in=also)).select_related("person__merged_into")


def recorded_place(family: Family, text: str, kind: str = ContactKind.ADDRESS) -> ContactDetail | None:
    """The contact detail whose value `text` is, of those who belong to the family; None where it is of nobody.

    Whatever tells a place refers to that row in place of the text: the protected one, where there is one.
    """
    plain = plain_value(kind, text)
    if not plain:
        return None
    rows = ContactDetail.objects.filter(Q(person__in=entries_here(family)) | Q(family=family), kind=kind)
    rows = rows.order_by(F("protection").asc(nulls_last=True), "pk")
    return next((row for row in rows if plain_value(kind, row.value) == plain), None)


def ids_at_address(said: str, people: QuerySet[Person]) -> list[int]:
    """The ids of those of `people` of whom this whole address is recorded: for the product to tell those, never asked.

    No page answers whether it found somebody.
    """
    places = ContactDetail.objects.filter(kind=ContactKind.ADDRESS, person__in=people)
    of_place = places.alias(plain=PlainName(F("value")), said=PlainName(Value(said.strip())))
    return list(of_place.filter(plain=F("said")).order_by("person").values_list("person", flat=True).distinct())
