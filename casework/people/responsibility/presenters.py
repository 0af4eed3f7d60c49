"""Who holds parental responsibility, in words; that nobody is recorded is said, and nothing is inferred."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.people.models import Person
from casework.people.responsibility.models import BY_ORDER, ParentalResponsibility
from casework.people.responsibility.queries import holders_by_child, responsibilities_of
from casework.users.models import User
from casework.words import say_date

NOT_RECORDED = "Who holds parental responsibility is not recorded."


class ResponsibilityLine(NamedTuple):
    """`small` are since when, until when, and details."""

    row: ParentalResponsibility
    words: str
    small: str


class ChildHolders(NamedTuple):
    """`words` is one sentence for a card: 'Ann Ash; Northshire, by interim care order until Fri 1 Jan 2027'."""

    child: Person
    lines: list[ResponsibilityLine]

    @property
    def words(self) -> str:
        return "; ".join(_brief(line.row) for line in self.lines) or NOT_RECORDED


def _brief(row: ParentalResponsibility) -> str:
    by = f", by {row.get_ground_display().lower()}" if row.ground in BY_ORDER else ""
    return f"{row.held_by}{by}{f' until {say_date(row.ends_on)}' if row.ends_on else ''}"


def holders_of(family: Family, children: Sequence[Person], user: User | None, today: date) -> list[ChildHolders]:
    """Of each child those who hold it today; none where nobody is recorded."""
    found = holders_by_child(family, children, user, today)
    return [ChildHolders(child, lines_in_words(found.get(child.one_id, ()))) for child in children]


def lines_of_child(
    family: Family, child: Person, user: User | None, today: date
) -> tuple[list[ResponsibilityLine], list[ResponsibilityLine]]:
    """Those that hold today, and those that do not, the latest first."""
    rows = responsibilities_of(family, [child], user, today)
    now = list(rows.on(today))
    former = rows.exclude(pk__in=[row.pk for row in now]).order_by("-ended_on", "-ends_on", "-pk")
    return lines_in_words(now), lines_in_words(former)


def lines_of_holder(family: Family, person: Person, user: User | None, today: date) -> list[str]:
    """'For Mia: named on the birth certificate', of each child for whom the person holds it."""
    children = [member.person for member in family.members_now() if member.person.one_id != person.one_id]
    rows = responsibilities_of(family, children, user, today).on(today)
    mine = [row for row in rows if row.holder and row.holder.one_id == person.one_id]
    return [f"For {row.child}: {row.get_ground_display().lower()}" for row in mine]


def lines_in_words(rows: Iterable[ParentalResponsibility]) -> list[ResponsibilityLine]:
    return [ResponsibilityLine(row, f"{row.held_by}: {row.get_ground_display().lower()}", _small(row)) for row in rows]


def _small(row: ParentalResponsibility) -> str:
    parts = [
        f"since {say_date(row.from_date)}" if row.from_date else "",
        f"the order ends on {say_date(row.ends_on)}" if row.ends_on else "",
        f"ended on {say_date(row.ended_on)}: {row.ended_because}" if row.ended_on else "",
        row.remark,
    ]
    return "; ".join(filter(None, parts))
