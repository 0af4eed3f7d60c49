"""Who is part of another family's open Workbook, as forms ask about them (A1.16)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.links.presenters import OtherFamily, other_families
from casework.people.models import Person
from casework.users.models import User
from workbook.one_workbook.queries import memberships_elsewhere, people_by_record_id


class InAnotherWorkbook(NamedTuple):
    """`other` is what the reader may know of the family in whose Workbook `person` is."""

    person: Person
    other: OtherFamily


def in_another_workbook(family: Family, people: Iterable[Person], user: User, today: date) -> list[InAnotherWorkbook]:
    """Of `people` those who are part of another family's open Workbook, each with that family, in their order."""
    people = list(people)
    rows = list({(row.person_id, row.family_id): row for row in memberships_elsewhere(family, people)}.values())
    by_id = people_by_record_id(people)
    known = other_families([row.family for row in rows], user, today)
    return [InAnotherWorkbook(by_id[row.person_id], known[row.family_id]) for row in rows]
