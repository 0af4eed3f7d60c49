"""Births, and pregnancies that ended: acts of their own, which may be recorded at any time (C23).

The first child takes the row of the one who was expected; the others follow the first in everything (A10.6): each has
their own place in the household, relationships and involvement in the referral, with its clock.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.access import Can, require
from casework.allocations.leads.clocks import follow_plans
from casework.births.checks import (
    Newborn,
    check_children,
    check_day_of_birth,
    check_expected,
    check_expected_again,
)
from casework.births.queries import mothers_of
from casework.case_summaries.clocks import start_case_summary_clock
from casework.duedates import services as duedates
from casework.duedates.queries import running_clock
from casework.families.headlines.queries import families_ever_of
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyMember, FamilyRole
from casework.lives.recorded import check_correction, check_new_tie
from casework.lives.roles import check_in_role
from casework.people.clocks import follow_expected
from casework.people.known_apart.queries import is_restricted, told_in
from casework.people.misfits.services import tell_where_it_does_not_fit
from casework.people.models import Person
from casework.people.one_life.checks import all_entries
from casework.people.one_life.services import record_of_life
from casework.people.protecting.services import live_with
from casework.people.queries import person_of_family
from casework.plans.services import copy_running
from casework.practice import calendar
from casework.referrals import clocks
from casework.referrals.models import Involvement
from casework.refusal import Conflict, Refusal
from casework.relationships.models import Relationship, RelationshipKind
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_date

# The code of `closure_reasons` for a child who was expected and not born: 'any other reason'.
NOT_BORN = "RC7"
Row = TypeVar("Row")


@service
def record_birth(
    family: Family, expected: Person, *, born: date, children: Sequence[Newborn], by: User, at: datetime,
    siblings: bool = True,
) -> list[Person]:  # fmt: skip
    """The persons born: the first takes the row of `expected`, the others are new and follow the first.

    `children` are Newborns, `siblings` whether they are related to one another.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    first = _lock_member(family, expected)
    check_children(children)
    check_day_of_birth(born, timezone.localdate(at), check_expected(first))
    check_correction(first, timezone.localdate(at), born=born, expected=None, sex=children[0].sex)
    others = [_newborn(family, child, born) for child in children[1:]]
    for other in others:
        _copy_place_of_first(family, other, first, born, at)
    entries = record_of_life(
        family, first, name=children[0].name.strip(), name_known=True, known_as="", sex=children[0].sex, born=born,
        expected=None,
    )  # fmt: skip
    for entry in entries:
        follow_expected(entry, at=at)
    live_with(family, [first, *others], [first, *_mothers_living_with(family, first)])
    carry_over(families_ever_of(first.all_ids), at=at)
    tell_where_it_does_not_fit([first], by=by, at=at)
    return _relate_siblings([first, *others], siblings)


@service
def record_unexpected_birth(
    family: Family, mother: Person, *, born: date, children: Sequence[Newborn], by: User, at: datetime,
    siblings: bool = True,
) -> list[Person]:  # fmt: skip
    """The persons born to `mother` whose birth was not recorded as expected; they live where she does."""
    require(by, family, Can.LEAD)
    family = lock(family)
    check_children(children)
    household = family.members_now().filter(person__in=mothers_of(family, born), person=mother).first()
    if household is None:
        raise Refusal("Choose the mother among the people of this family. Add her first if she is not there.", "mother")
    check_day_of_birth(born, timezone.localdate(at))
    people = [_newborn(family, child, born) for child in children]
    for person in people:
        check_new_tie(mother, RelationshipKind.MOTHER, person, timezone.localdate(at), "mother")
        FamilyMember.objects.create(
            family=family, person=person, role=FamilyRole.CHILD, in_household=household.in_household, from_date=born
        )
        Relationship.objects.create(family=family, person=mother, kind=RelationshipKind.MOTHER, other=person)
    if household.in_household:
        live_with(family, people, [mother])
    carry_over([family.pk], at=at)
    return _relate_siblings(people, siblings)


@service
def end_pregnancy(
    family: Family, expected: Person, *, ended_on: date, by: User, at: datetime, remark: str = ""
) -> Person:
    """The expected child will not be born: memberships, involvements and clocks end on that day; no reason is asked."""
    require(by, family, Can.LEAD)
    family = lock(family)
    person = lock(person_of_family(family, expected))
    expected_on = check_expected(person)
    if ended_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Give the day on which the pregnancy ended.", "ended_on")
    if ended_on < expected_on - timedelta(days=300):
        raise Refusal(f"The birth was expected on {say_date(expected_on)}. Check the day.", "ended_on")
    check_correction(person, timezone.localdate(at), pregnancy_ended_on=ended_on)
    entries = record_of_life(family, person, pregnancy_ended_on=ended_on)
    of_it = told_in(family, person)
    end_with_pregnancy(entries, ended_on=ended_on, remark=remark.strip(), families=of_it, at=at)
    return person


@in_service
def end_with_pregnancy(
    entries: Sequence[Person], *, ended_on: date, at: datetime, remark: str = "",
    families: Collection[int] | None = None,
) -> None:  # fmt: skip
    """What runs of one who was expected, under any of `entries`, ends with the pregnancy, in every family.

    Or in `families` (ids), those that know of it.
    """
    families = families_ever_of([entry.pk for entry in entries]) if families is None else families
    for member in FamilyMember.objects.filter(person__in=entries, until_date=None, family__in=families):
        change(member, until_date=max(ended_on, member.from_date or ended_on), ended_because=remark)
    for involvement in Involvement.objects.filter(child__in=entries, closed_on=None, family__in=families):
        change(involvement, closed_on=max(ended_on, involvement.opened_on), closed_because=NOT_BORN)
        clocks.follow_end(involvement.referral, at=at)
    for entry in entries:
        duedates.cancel_for_child(entry, at=at, families=families)
        follow_expected(entry, at=at)
    _follow_families(families, at)


def _follow_families(families: Iterable[int], at: datetime) -> None:
    """Who leads, and the headlines."""
    for family in Family.objects.filter(pk__in=list(families)).order_by("pk"):
        follow_plans(family, at=at)
    carry_over(families, at=at)


@service
def expect_later(family: Family, expected: Person, *, expected_on: date, by: User, at: datetime) -> Person:
    """The birth is still expected, on another day; who asks what became of it is asked again after that."""
    require(by, family, Can.LEAD)
    person = lock(person_of_family(lock(family), expected))
    check_expected(person)
    check_expected_again(expected_on, timezone.localdate(at))
    check_correction(person, timezone.localdate(at), expected=expected_on)
    for entry in record_of_life(family, person, expected=expected_on):
        follow_expected(entry, at=at)
    return person


@service
def undo_pregnancy_end(family: Family, expected: Person, *, by: User, at: datetime) -> Person:
    """It was recorded wrongly that the pregnancy ended: what ended with it goes on, with its clocks."""
    require(by, family, Can.LEAD)
    family = lock(family)
    person = lock(person_of_family(family, expected))
    ended_on = person.pregnancy_ended_on
    if ended_on is None:
        raise Conflict("It is not recorded any more that the pregnancy ended. Nothing was changed.")
    entries = record_of_life(family, person, pregnancy_ended_on=None)
    let_go_on(entries, ended_on=ended_on, families=told_in(family, person), at=at)
    return person


@in_service
def let_go_on(
    entries: Iterable[Person], *, ended_on: date, at: datetime, families: Collection[int] | None = None
) -> None:
    """The pregnancy did not end on that day: what ended with it, of each of `entries`, goes on.

    In `families` (ids), those that know of it; None: in all.
    """
    for entry in entries:
        known_in = {row["family"] for row in _families_of(entry)}
        known_in = known_in if families is None else known_in & {*families}
        for last in [entry.memberships.filter(family=pk).latest("pk") for pk in sorted(known_in)]:
            change(last, until_date=None, ended_because="")
        ceased = entry.involvements.filter(closed_because=NOT_BORN, closed_on__gte=ended_on, family__in=known_in)
        for involvement in ceased if not entry.involvements.filter(closed_on=None).exists() else ():
            change(involvement, closed_on=None, closed_because="")
            start_case_summary_clock(involvement, at=calendar.start_of_day(involvement.opened_on))
            clocks.resume(involvement)
        follow_expected(entry, at=at)
        _follow_families(families_ever_of([entry.pk]), at)


def _families_of(person: Person) -> QuerySet:
    return person.memberships.order_by().values("family").distinct()


def _mothers_living_with(family: Family, child: Person) -> list[Person]:
    """The child's mothers, where they live in the household as the child does."""
    at_home = family.members_now().filter(in_household=True)
    if not at_home.filter(person=child).exists():
        return []
    mothers = child.related.filter(kind=RelationshipKind.MOTHER, until_date=None).values("person")
    return [member.person for member in at_home.filter(person__in=mothers)]


def _lock_member(family: Family, person: Person) -> Person:
    if not family.members_now().filter(person=person).exists():
        raise Refusal(f"{person} does not belong to this family now.")
    return lock(person)


def _newborn(family: Family, child: Newborn, born: date) -> Person:
    return Person.objects.create(name=child.name.strip(), sex=child.sex, born=born, said_in=family)


def _copy_place_of_first(family: Family, newborn: Person, first: Person, born: date, at: datetime) -> None:
    """In each family of the first, under whichever entry; of a birth that a restricted one records no other is told."""
    there = Q(family=family) if is_restricted(family) else Q()
    for member in _once(_memberships(first).filter(there), lambda member: member.family_id):
        check_in_role(newborn, member.role, born, born)
        FamilyMember.objects.create(
            family_id=member.family_id, person=newborn, role=member.role, in_household=member.in_household,
            from_date=born,
        )  # fmt: skip
    entries = all_entries(first)
    ties = Relationship.objects.filter(there, until_date=None).select_related("person", "other")
    for row in _once(ties.filter(person__in=entries), lambda row: (row.family_id, row.kind, row.other.one_id)):
        _copy_relationship(row, person=newborn)
    for row in _once(ties.filter(other__in=entries), lambda row: (row.family_id, row.kind, row.person.one_id)):
        _copy_relationship(row, other=newborn)
    open_now = Involvement.objects.filter(there, child__in=entries, closed_on=None)
    # A child is open once: with the family in which the birth is recorded, if the first is.
    if involvement := open_now.filter(child=first).first() or open_now.order_by("pk").first():
        _copy_involvement(involvement, newborn, born)
    copy_running(entries, newborn, born, there=there, at=at)


def _memberships(person: Person) -> QuerySet[FamilyMember]:
    return FamilyMember.objects.filter(person__in=person.all_ids, until_date=None)


def _once(rows: Iterable[Row], key: Callable[[Row], Any]) -> list[Row]:
    """The first of those of one key."""
    found: dict[Any, Row] = {}
    for row in rows:
        found.setdefault(key(row), row)
    return list(found.values())


def _copy_relationship(row: Relationship, **changed: Any) -> None:
    values = {"family_id": row.family_id, "person": row.person, "kind": row.kind, "other": row.other}
    Relationship.objects.create(**values | changed, from_date=row.from_date)


def _copy_involvement(first: Involvement, newborn: Person, born: date) -> None:
    """Open from the birth, not before: until then nobody knew of this child, and no figure of the past changes."""
    names = ("family", "referral", "need", "factors", "decision", "decision_because", "decided_by", "decided_at")
    involvement = Involvement.objects.create(
        child=newborn, opened_on=max(born, first.opened_on), **{name: getattr(first, name) for name in names}
    )
    begun = calendar.start_of_day(involvement.opened_on)
    start_case_summary_clock(involvement, at=begun)
    if running_clock("referral_decision", first).exists():
        clocks.start_decision(involvement, at=begun)


def _relate_siblings(people: list[Person], siblings: bool) -> list[Person]:
    """In every family in which they are; one sentence for each pair, as on the page of relationships."""
    for one, other in combinations(people, 2) if siblings else ():
        for member in _once(_memberships(one), lambda member: member.family_id):
            Relationship.objects.create(
                family_id=member.family_id, person=one, kind=RelationshipKind.SIBLING, other=other
            )
    return people
