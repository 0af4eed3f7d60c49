"""Today by the hour: what one needs to know at the door, and where one says that it took place."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.access.queries import NOTHING
from casework.access.several import access_by_family
from casework.families.models import Family, FamilyMember, FamilyRole
from casework.families.queries import current_members
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.queries import open_details
from casework.people.safe_contacts.presenters import SafeContactLine, safe_contact_lines
from casework.practice.calendar import start_of_day
from casework.users.models import User
from casework.warnings.presenters import WarningText, warning_texts
from casework.words import london_date, say_age
from supervision.my_work.due_dates.presenters import DueLine
from supervision.my_work.today import queries
from workbook.episodes.models import WorkbookEpisode

MOST_TODAY = 8
MOST = 25
WEEK = 7
PROTECTED = "Protected: ask on the family’s page"


class Event(NamedTuple):
    """A visit, meeting or supervision that is planned; `note` is None of a supervision."""

    at: datetime
    what: str
    family: Family
    url: str
    note: CaseNote | None

    @property
    def act(self) -> str:
        return "It took place" if self.note else "Open the supervision"

    @property
    def is_visit(self) -> bool:
        return self.note is not None and kind_of(self.note).visit


class AtTheDoor(NamedTuple):
    """What one needs to know of a family before one goes: whom to see, alerts, safe contact, and where."""

    children: str
    alerts: list[WarningText]
    contacts: list[SafeContactLine]
    places: list[str]


class TodayEntry(NamedTuple):
    event: Event
    door: AtTheDoor | None
    is_past: bool


class Planned(NamedTuple):
    """What is planned today, in the six days after it, later, and before today without anybody's saying what came.

    `unfinished` are notes that took place, were saved and not finished, but for visits: those are due by a clock.
    """

    today: list[TodayEntry]
    week: list[Event]
    later: list[Event]
    unsaid: list[Event]
    unfinished: list[CaseNote]


def planned_of(user: User, families: QuerySet[Family], now: datetime) -> Planned:
    today = timezone.localdate(now)
    begins, ends = start_of_day(today), queries.end_of(today)
    week = start_of_day(today + timedelta(days=WEEK))
    notes = list(queries.notes_to_do(user, families)[:MOST])
    events = [_of_note(note) for note in notes if note.state == NoteState.PLANNED]
    events += [_of_supervision(each) for each in queries.supervisions_between(user, families, today, WEEK)[:MOST]]
    found = sorted(events, key=lambda event: event.at)
    return Planned(
        today=_entries([event for event in found if begins <= event.at < ends][:MOST_TODAY], user, now),
        week=[event for event in found if ends <= event.at < week],
        later=[event for event in found if event.at >= week],
        unsaid=[event for event in found if event.at < begins],
        unfinished=[note for note in notes if note.state == NoteState.TOOK_PLACE and not kind_of(note).visit],
    )


def _of_note(note: CaseNote) -> Event:
    what = f"{note.get_kind_display()}{f': {note.purpose}' if note.purpose else ''}"
    return Event(note.at, what, note.family, reverse("note-took-place", args=[note.family_id, note.pk]), note)


def _of_supervision(episode: WorkbookEpisode) -> Event:
    url = reverse("supervision-next", args=[episode.family_id])
    return Event(episode.supervision_planned_for, "Group supervision", episode.family, url, None)


def _entries(events: Iterable[Event], user: User, now: datetime) -> list[TodayEntry]:
    """With what one needs at the door of each family to which one goes, once for each family."""
    events = list(events)
    visited = {event.family.pk: event.family for event in events if event.is_visit}
    access = access_by_family(user, set(visited)) if visited else {}
    doors: dict[int, AtTheDoor] = {}
    for pk, family in visited.items():
        family.access = access.get(pk, NOTHING)
        doors[pk] = _at_the_door(family, user, timezone.localdate(now))
    return [
        TodayEntry(event, doors.get(event.family.pk) if event.is_visit else None, event.at < now) for event in events
    ]


def _at_the_door(family: Family, user: User, today: date) -> AtTheDoor:
    members = current_members(family)
    children = [member.person for member in members if member.role == FamilyRole.CHILD]
    return AtTheDoor(
        children=", ".join(f"{child} ({say_age(child, today, short=True)})" for child in children),
        alerts=warning_texts(family, user, today),
        contacts=safe_contact_lines(family, [member.person for member in members], user, today),
        places=_places(family, members, user, today),
    )


def _places(family: Family, members: list[FamilyMember], user: User, today: date) -> list[str]:
    """Where the household lives; one place that is protected says no more than that, and no other is named."""
    household = {member.person.one_id for member in members if member.in_household}
    found = open_details(user, family, today, [member.person for member in members])
    rows = [row for row in found if row.kind == ContactKind.ADDRESS]
    if any(row.protected for row in rows):
        return [PROTECTED]
    return list(dict.fromkeys(row.value for row in rows if row.one_id in household))


def event_line(event: Event, now: datetime) -> DueLine:
    """As one line of a week; of a day that has passed it asks what came of it."""
    passed = london_date(event.at) < london_date(now)
    return DueLine(
        what=f"Say what came of it: {event.what}" if passed else event.what,
        url=event.url,
        family=str(event.family),
        when=event.at,
        why="",
        overdue=passed,
    )
