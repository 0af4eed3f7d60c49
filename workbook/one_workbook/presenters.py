"""Who is part of another family's open Workbook, as forms ask about them (A1.16)."""

from typing import NamedTuple

from casework.links.presenters import other_families
from workbook.one_workbook.queries import memberships_now, people_by_record_id


class InAnotherWorkbook(NamedTuple):
    """`other` is what the reader may know of the family in whose Workbook `person` is."""

    person: object
    other: object


def in_another_workbook(family, people, user, today):
    """Of `people` those who are part of another family's open Workbook, each with that family, in their order."""
    rows = (
        memberships_now(people)
        .exclude(family=family)
        .order_by("person_id", "family_id")
        .distinct("person_id", "family_id")
    )
    rows, asked = list(rows), people_by_record_id(people)
    known = other_families([row.family for row in rows], user, today)
    return [InAnotherWorkbook(asked[row.person_id], known[row.family_id]) for row in rows]
