"""Who has looked at a family's record, or asked for it and was refused, in words (A10.1, A10.3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from casework.access.grants.models import GrantKind
from casework.trail.models import Viewing
from casework.users.models import User
from casework.words import say_covering

REFUSALS = {403: "Refused: may not do this", 404: "Refused: not found"}


# By which way somebody came whom no role of theirs leads there.
THROUGH: dict[str, str] = {
    GrantKind.JOINT: "with the family’s workers",
    GrantKind.DUTY: "on duty",
    GrantKind.LINKED: "for a linked family",
    GrantKind.AUDIT: "as named auditor",
    GrantKind.BREAK_GLASS: "in an emergency",
}


class ViewingLine(NamedTuple):
    at: datetime
    who: str
    page: str
    outcome: str
    refused: bool


def viewing_lines(viewings: Iterable[Viewing]) -> list[ViewingLine]:
    """The viewings in words, in their order; who covered for somebody stands with whom (C31)."""
    viewings = list(viewings)
    absent = User.objects.in_bulk({pk for viewing in viewings for pk in viewing.covering_for or ()})
    return [_viewing_line(viewing, absent) for viewing in viewings]


def _viewing_line(viewing: Viewing, absent: Mapping[int, User]) -> ViewingLine:
    who = say_covering(str(viewing.user), [str(absent[pk]) for pk in viewing.covering_for or ()])
    act = "Looked" if viewing.method in ("GET", "HEAD") else "Sent a form"
    act = f"{act}, {THROUGH[viewing.through]}" if viewing.through in THROUGH else act
    outcome = REFUSALS.get(viewing.status, act if viewing.status < 400 else f"{act}, without success")
    return ViewingLine(viewing.at, who, viewing.page, outcome, viewing.status in REFUSALS)
