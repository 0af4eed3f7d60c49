"""Who holds parental responsibility, of one child and of all children of a family."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import cast

from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import read_in
from casework.people.responsibility.models import ParentalResponsibility, ResponsibilityQuerySet
from casework.trail.rows import fingerprint
from casework.users.models import User


def responsibilities_of(
    family: Family, people: Iterable[Person], user: User | None, today: date
) -> ResponsibilityQuerySet:
    """Of these people of the family, from whichever family's record; see `read_in`."""
    rows = ParentalResponsibility.objects.filter(read_in(family, people, user, today, field="child"))
    return cast("ResponsibilityQuerySet", rows.select_related("child", "holder"))


def held_for(child: Person) -> ResponsibilityQuerySet:
    """Those of the child that have not ended, whoever may read them: what is recorded once."""
    rows = ParentalResponsibility.objects.filter(child__in=child.all_ids, ended_on=None)
    return cast("ResponsibilityQuerySet", rows.select_related("holder"))


def holders_by_child(
    family: Family, people: Iterable[Person], user: User | None, today: date
) -> dict[int, list[ParentalResponsibility]]:
    """By the id that all entries of a child share those that hold on `today`."""
    found: dict[int, list[ParentalResponsibility]] = defaultdict(list)
    for row in responsibilities_of(family, people, user, today).on(today):
        found[row.child.one_id].append(row)
    return found


def fingerprint_of_responsibility(row: ParentalResponsibility) -> str:
    return fingerprint(
        row.holder_id, row.authority, row.ground, row.remark, row.from_date, row.ends_on, row.ended_on,
        row.ended_because,
    )  # fmt: skip
