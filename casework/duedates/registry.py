"""For each timescale the rows that it is about, where it leads, and of whom or what it is.

Each app fills it for the timescales whose pages are its own, in its `clock_pages.py`; every timescale of the practice
files is here once.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from casework import practice
from casework.access.queries import FamilyAccess
from casework.access.ways import Way, address_of, page_for
from casework.duedates.models import DueDate
from casework.people.models import Person
from casework.subjects import SubjectKey, find_all, related_by_type, those_there, type_of
from casework.users.models import User


class Needs(StrEnum):
    """What the words and the pages of a clock need of its subject."""

    NOTHING = "nothing: its family or its child leads there"
    ID = "its id, if it is there"
    ROW = "its columns"


class ClockPage(NamedTuple):
    """`about` says of whom or what a clock is, after the timescale's label; the parts of its addresses are made of it.

    `needs` says what of the subject they need: no more than that is fetched.
    """

    timescale: str
    model: type[Model]
    way: Way
    about: Callable[[DueDate], str] = lambda due: ""
    needs: Needs = Needs.ID
    related: tuple[str, ...] = ()
    # Whether it runs on for somebody who has come of age: every other clock of a child ends at 18.
    after_18: bool = False


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


def runs_for(timescale: str, child: Person | None, day: date) -> bool:
    """Whether the clock may run on `day`, of that child or of nobody."""
    return child is None or CLOCK_PAGES[timescale].after_18 or not child.is_of_age(day)


def fetch_subjects(dues: Iterable[DueDate]) -> list[DueDate]:
    """Give each of `dues` what its words and pages need of its subject.

    One query for each type of which they need the columns, and one for all others.
    """
    dues = list(dues)
    whole = [due for due in dues if _needs(due) is Needs.ROW]
    found = find_all((_key(due) for due in whole), related_by_type(CLOCK_PAGES.values()))
    for due in whole:
        due.subject = found.get(_key(due))
    by_id = [due for due in dues if _needs(due) is Needs.ID]
    there = those_there(_key(due) for due in by_id)
    for due in by_id:
        due.subject_is_there = _key(due) in there
    return dues


def _needs(due: DueDate) -> Needs:
    page = _page(due)
    return page.needs if page else Needs.NOTHING


def _key(due: DueDate) -> SubjectKey:
    return SubjectKey(due.subject_type, due.subject_id)


def what_is_due(due: DueDate) -> str:
    """What is due and of whom, in the words of now."""
    label, page = practice.current().timescale(due.timescale).label, _page(due)
    about = page.about(due) if page and _is_there(page, due) else ""
    return f"{label}: {about}" if about else label


def address_for(due: DueDate, user: User, access: FamilyAccess) -> str:
    """Where `user`, who is `access` to its family, goes for it; '' where it leads nowhere any more."""
    page = _page(due)
    if page is None or not _is_there(page, due):
        return ""
    return address_of(page_for(page.way, access, owns=due.owner_id == user.pk), due.family_id, due)


def depends_on_rights(due: DueDate, user: User) -> bool:
    """Whether where it leads `user` depends on their rights with the family."""
    page = _page(due)
    if page is None or page.way.read is None:
        return False
    return due.owner_id == user.pk or not page.way.owner_only


def _is_there(page: ClockPage, due: DueDate) -> bool:
    match page.needs:
        case Needs.NOTHING:
            return True
        case Needs.ID:
            return due.subject_is_there
    return due.subject is not None


def _page(due: DueDate) -> ClockPage | None:
    """None where the timescale has none, or the row is of another table than it names."""
    page = CLOCK_PAGES.get(due.timescale)
    return page if page and type_of(page.model) == due.subject_type else None
