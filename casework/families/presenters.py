"""One page of the list of families, as it is shown."""

from typing import NamedTuple

from casework.families.queries import closed_on, with_list_columns
from casework.words import say_age

PAGE_SIZE = 25


class FamiliesPage(NamedTuple):
    """One page of a list; `previous` and `following` are page numbers, or None."""

    rows: list
    previous: int | None
    following: int | None


def families_page(families, number, *, today):
    """The page `number` (from 1) of `families`; one row more is fetched, so that nothing has to be counted."""
    number = max(number, 1)
    start = (number - 1) * PAGE_SIZE
    found = list(with_list_columns(families, today)[start : start + PAGE_SIZE + 1])
    rows = [_row(family, today) for family in found[:PAGE_SIZE]]
    return FamiliesPage(rows, number - 1 if number > 1 else None, number + 1 if len(found) > PAGE_SIZE else None)


def _row(family, today):
    return {
        "family": family,
        "headline": family.headline,
        "team": family.teams_now[0].team.name if family.teams_now else "",
        "lead": family.leads_now[0].worker.name if family.leads_now else "",
        "closed_on": closed_on(family.involvements),
        "children": [(str(member.person), say_age(member.person, today)) for member in family.children_now],
    }
