"""Dates of risk ahead in words, for the family's pages and for those who answer for it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import names_of
from casework.risk_dates.models import RiskDate
from casework.risk_dates.queries import dates_of, standing
from casework.users.models import User


class RiskDateLine(NamedTuple):
    """`words` are 'Bail ends: Ann. Note'."""

    row: RiskDate
    words: str


def dates_ahead(family: Family, user: User, today: date, known: Iterable[Person] = ()) -> list[RiskDateLine]:
    """`known` are people whom the page has read already."""
    return lines_of(standing(dates_of(family, user, today), today), known)


def printed_dates_ahead(family: Family, today: date) -> list[RiskDateLine]:
    """For paper: what the family wrote itself."""
    return lines_of(standing(family.riskdate_set.all(), today))


def lines_of(rows: Iterable[RiskDate], known: Iterable[Person] = ()) -> list[RiskDateLine]:
    """Of rows of whichever families, the people of all in one query."""
    rows = list(rows)
    names = names_of({pk for row in rows for pk in row.about}, known)
    return [RiskDateLine(row, _words(row, names)) for row in rows]


def _words(row: RiskDate, names: dict[int, str]) -> str:
    about = ", ".join(dict.fromkeys(names[pk] for pk in row.about))
    words = f"{row.get_kind_display()}: {about}" if about else row.get_kind_display()
    return f"{words}. {row.note}" if row.note else words
