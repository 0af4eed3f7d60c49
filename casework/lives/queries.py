"""What is recorded of somebody that a date or a tie has to agree with, over all their entries and families."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Min, Q

from casework.access import families_for, unrestricted
from casework.families.models import Family
from casework.lives.cases import CaseSpan
from casework.lives.kinship import ANCESTRAL
from casework.people.models import Person
from casework.referrals.models import Involvement
from casework.relationships.models import Relationship
from casework.trail.acting import actor
from casework.users.models import User


class Knowing(NamedTuple):
    """Of some families the ids of those that the actor may read, and of those that are not kept from them.

    Of a family that is restricted and not open to them nobody learns that it has a record of somebody.
    """

    readable: Collection[int | None]
    not_kept: Collection[int | None]


def knowing(families: Iterable[int | None]) -> Knowing:
    """What the present actor may know of these; who brings in a file knows all of them."""
    user, ids = actor(), {family for family in families if family is not None}
    if not isinstance(user, User) or user.is_robot:
        return Knowing({None, *ids}, {None, *ids})
    asked = Family.objects.filter(pk__in=ids)
    readable = {None, *families_for(user).filter(pk__in=ids).values_list("pk", flat=True)}
    return Knowing(readable, {None, *asked.filter(unrestricted(user)).values_list("pk", flat=True)} | readable)


def case_spans(child: Person) -> list[CaseSpan]:
    """The child's cases, in every family that is not kept from the actor."""
    rows = list(Involvement.objects.filter(child__in=child.all_ids).order_by("opened_on"))
    known = knowing(row.family_id for row in rows)
    return [CaseSpan(row.opened_on, row.closed_on) for row in rows if row.family_id in known.not_kept]


def work_began(family: Family) -> date | None:
    """The day of the referral by which the first of the family's open cases came, or where none is open its latest."""
    open_now = family.involvement_set.filter(closed_on=None)
    first = open_now.aggregate(opened=Min("opened_on"), received=Min("referral__received_on"))
    latest = family.referral_set.aggregate(received=Max("received_on"))
    return min(filter(None, first.values()), default=latest["received"])


def ties_of(person: Person) -> list[Relationship]:
    """Those of the person, in every family, that were not recorded wrongly."""
    ids = person.all_ids
    rows = Relationship.objects.filter(Q(person__in=ids) | Q(other__in=ids), recorded_wrongly=False)
    return list(rows.select_related("person__merged_into", "other__merged_into"))


class Ancestry(NamedTuple):
    """The main entries of forebears: by what the actor may read, and by all that is not kept from them."""

    readable: set[int]
    known: set[int]
    all: set[int]


def ancestry_of(person: Person) -> Ancestry:
    """Everybody from whom the person descends by what is recorded, in any family."""
    rows = _ancestral_rows(person)
    known = knowing(row.family_id for row in rows)
    return Ancestry(
        _forebears(person.one_id, [row for row in rows if row.family_id in known.readable]),
        _forebears(person.one_id, [row for row in rows if row.family_id in known.not_kept]),
        _forebears(person.one_id, rows),
    )


def _ancestral_rows(person: Person) -> list[Relationship]:
    """Every tie by which the person descends from somebody."""
    found: dict[int, Relationship] = {}
    newest = {person.one_id}
    seen = set(newest)
    while newest:
        rows = Relationship.objects.filter(
            Q(other__in=newest) | Q(other__merged_into__in=newest), kind__in=ANCESTRAL, recorded_wrongly=False
        ).select_related("person", "other")
        found |= {row.pk: row for row in rows}
        newest = {row.person.one_id for row in rows} - seen
        seen |= newest
    return list(found.values())


def _forebears(one: int, rows: Collection[Relationship]) -> set[int]:
    found: set[int] = set()
    newest = {one}
    while newest:
        newest = {row.person.one_id for row in rows if row.other.one_id in newest} - found
        found |= newest
    return found
