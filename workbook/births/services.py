"""A birth, and a pregnancy that ended, as the running Workbook episodes have them (C2, C23)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from casework.births import services as births
from casework.births.checks import Newborn
from casework.families.models import Family
from casework.people.models import Person
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import User
from workbook.members.queries import episodes_to_join
from workbook.members.services import join_episode
from workbook.one_workbook.queries import memberships_now
from workbook.programmes.children import services as programme_children


@service
def record_birth(
    family: Family,
    expected: Person,
    *,
    born: date,
    children: Sequence[Newborn],
    by: User,
    at: datetime,
    siblings: bool = True,
) -> list[Person]:
    """As `casework.births.services.record_birth`; the others are in every episode in which the first is."""
    people = births.record_birth(family, expected, born=born, children=children, siblings=siblings, by=by, at=at)
    for row in memberships_now([people[0]]):
        for person in people[1:]:
            join_episode(row.episode, person, at=at)
    programme_children.reconcile(family, at=at)
    return people


@service
def record_unexpected_birth(
    family: Family,
    mother: Person,
    *,
    born: date,
    children: Sequence[Newborn],
    by: User,
    at: datetime,
    siblings: bool = True,
) -> list[Person]:
    """As `casework.births.services.record_unexpected_birth`; they are in every episode in which the mother is."""
    people = births.record_unexpected_birth(
        family, mother, born=born, children=children, siblings=siblings, by=by, at=at
    )
    for row in memberships_now([mother]).filter(family=family):
        for person in people:
            join_episode(row.episode, person, at=at)
    programme_children.reconcile(family, at=at)
    return people


@service
def end_pregnancy(
    family: Family, expected: Person, *, ended_on: date, by: User, at: datetime, remark: str = ""
) -> Person:
    """As `casework.births.services.end_pregnancy`; the part in the Workbook ends with it."""
    person = births.end_pregnancy(family, expected, ended_on=ended_on, remark=remark, by=by, at=at)
    for row in memberships_now([person]):
        change(row, until_date=min(max(row.from_date, ended_on), timezone.localdate(at)))
    return person


@service
def take_back_end(family: Family, expected: Person, *, by: User, at: datetime) -> Person:
    """As `casework.births.services.undo_pregnancy_end`; the part in what runs in the Workbook goes on."""
    person = births.undo_pregnancy_end(family, expected, by=by, at=at)
    for episode in episodes_to_join(family):
        if episode.members.filter(person=person).exists():
            join_episode(episode, person, at=at)
    return person
