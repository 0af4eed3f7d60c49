"""Who is part of another family's open Workbook, as forms ask about them (A1.16)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.links.presenters import OtherFamily, other_families
from casework.people.models import Person
from casework.users.models import User
from workbook.one_workbook.queries import memberships_now, people_by_record_id


class InAnotherWorkbook(NamedTuple):
    """`other` is what the reader may know of the family in whose Workbook `person` is."""

    person: Person
    other: OtherFamily


def in_another_workbook(family: Family, people: Sequence[Person], user: User, today: date) -> list[InAnotherWorkbook]:
    """Of `people` those who are part of another family's open Workbook, each with that family, in their order."""
    rows = (
        memberships_now(people)
        .exclude(family=family)
        .order_by("person_id", "family_id")
        .distinct("person_id", "family_id")
    )
    members, by_id = list(rows), people_by_record_id(people)
    known = other_families([member.family for member in members], user, today)
    return [InAnotherWorkbook(by_id[member.person_id], known[member.family_id]) for member in members]
