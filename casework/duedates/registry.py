"""For each timescale the rows that it is about, where it leads, and of whom or what it is.

Each app fills it for the timescales whose pages are its own, in its `clock_pages.py`; every timescale of the practice
files is here once.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from casework import practice
from casework.access.queries import FamilyAccess
from casework.access.ways import Way, address_of, page_for
from casework.duedates.models import DueDate
from casework.subjects import SubjectKey, find_all, related_by_type, type_of
from casework.users.models import User


class ClockPage(NamedTuple):
    """`about` says of whom or what a clock is, after the timescale's label; `related` is fetched with its subjects."""

    timescale: str
    model: type[Model]
    way: Way
    about: Callable[[DueDate, Any], str] = lambda due, row: ""
    related: tuple[str, ...] = ()


_PAGES: dict[str, ClockPage] = {}
CLOCK_PAGES: Mapping[str, ClockPage] = MappingProxyType(_PAGES)


def register(*pages: ClockPage) -> None:
    for page in pages:
        if page.timescale in _PAGES:
            raise ImproperlyConfigured(f"The timescale {page.timescale} has a page already.")
        _PAGES[page.timescale] = page


def check_subject(timescale: str, subject: Model) -> None:
    """Raise TypeError where the clocks of the timescale are not about rows of that table."""
    if type(subject) is not CLOCK_PAGES[timescale].model:
        raise TypeError(f"A clock {timescale} is not about a {type(subject).__name__}.")


def fetch_subjects(dues: Iterable[DueDate]) -> list[DueDate]:
    """Give each of `dues` its subject, in one query for each type."""
    dues = list(dues)
    found = find_all((_key(due) for due in dues), related_by_type(CLOCK_PAGES.values()))
    for due in dues:
        due.subject = found.get(_key(due))
    return dues


def _key(due: DueDate) -> SubjectKey:
    return SubjectKey(due.subject_type, due.subject_id)


def what_is_due(due: DueDate) -> str:
    """What is due and of whom, in the words of now."""
    label, page, row = practice.current().timescale(due.timescale).label, _page(due), due.subject
    about = page.about(due, row) if page and row else ""
    return f"{label}: {about}" if about else label


def address_for(due: DueDate, user: User, access: FamilyAccess) -> str:
    """Where `user`, who is `access` to its family, goes for it; '' where it leads nowhere any more."""
    page = _page(due)
    if page is None:
        return ""
    return address_of(page_for(page.way, access, owns=due.owner_id == user.pk), due.family_id, due.subject)


def _page(due: DueDate) -> ClockPage | None:
    """None where the timescale has none, or the row is of another table than it names."""
    page = CLOCK_PAGES.get(due.timescale)
    return page if page and type_of(page.model) == due.subject_type else None
