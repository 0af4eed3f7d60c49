"""What 'My work' shows besides the due dates, and for whom somebody covers today."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.absences.models import Absence
from casework.absences.queries import absences_covered_by
from casework.access import holdings_of
from casework.duedates.presenters import dues_of_many
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.risk_dates.presenters import RiskDateLine, lines_of
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import BROUGHT_BACK_WITHIN, listed_texts
from casework.users.models import User
from casework.users.roles import Role
from casework.words import say_date
from supervision.group_supervisions.calendar.presenters import CalendarEntry, calendar_entry
from supervision.my_work import queries
from supervision.my_work.due_dates.presenters import MOST_DUE, DueLine, due_line

MOST = 25


class MyFamilies(NamedTuple):
    heading: str
    rows: list[Family]
    more: bool


class MyNote(NamedTuple):
    """A note that the user is still to do something about, which its page does."""

    label: str
    family: str
    when: datetime
    url: str


class UnsavedTexts(NamedTuple):
    """`discarded` can be brought back."""

    texts: list[UnsavedText]
    discarded: list[UnsavedText]


def my_families(user: User, families: QuerySet[Family]) -> MyFamilies:
    """Those allocated to `user`; for whoever has none, those of their team or that they may read, the next first."""
    today = timezone.localdate()
    allocated = list(queries.allocated_families(user, families, today)[: MOST + 1])
    if allocated:
        return MyFamilies("My families", allocated[:MOST], len(allocated) > MOST)
    listed = list(queries.open_families(families)[: MOST + 1])
    in_team = bool(holdings_of(user, today).teams(Role))
    heading = "Families of my team" if in_team else "Families that I may read"
    return MyFamilies(heading, listed[:MOST], len(listed) > MOST)


def planned_notes(user: User, families: QuerySet[Family]) -> list[MyNote]:
    """Visits and meetings that `user` has planned; the link says that it took place."""
    return [
        MyNote(
            f"{note.get_kind_display()}{f': {note.purpose}' if note.purpose else ''}",
            str(note.family),
            note.at,
            _url("note-took-place", note),
        )
        for note in queries.planned_notes(user, families)[:MOST]
    ]


def unfinished_notes(user: User, families: QuerySet[Family]) -> list[MyNote]:
    """Calls, e-mails and the like that `user` has saved and not finished; visits are among what is due."""
    return [
        MyNote(note.get_kind_display(), str(note.family), note.at, _url("note-write-up", note))
        for note in queries.unfinished_notes(user, families, MOST)
    ]


def _url(name: str, note: CaseNote) -> str:
    return reverse(name, args=[note.family_id, note.pk])


def unsaved_texts(user: User, now: datetime) -> UnsavedTexts:
    """Texts that were typed and not saved, each to be gone on with or discarded; and those that were discarded."""
    texts = list(listed_texts(user, now - BROUGHT_BACK_WITHIN)[:MOST])
    return UnsavedTexts(
        [text for text in texts if text.discarded_at is None], [text for text in texts if text.discarded_at]
    )


def supervisions_to_prepare(user: User, now: datetime) -> list[CalendarEntry] | None:
    """For business support: what is closed for supervision and not held; None for everybody else."""
    if not queries.supports_a_team(user, timezone.localdate(now)):
        return None
    return [calendar_entry(episode, now) for episode in queries.supervisions_to_prepare(user)[:MOST]]


def risk_dates(user: User, now: datetime) -> list[RiskDateLine]:
    """The dates of risk that are near in the families for which `user` answers."""
    return lines_of(queries.risk_dates_ahead(user, timezone.localdate(now), MOST))


class CoverSection(NamedTuple):
    heading: str
    families: list[Family]
    lines: list[DueLine]


def cover_sections(user: User, families: QuerySet[Family], now: datetime) -> list[CoverSection]:
    """A section for each absence in which `user` covers today; `families` are those that `user` may open."""
    return [_section(absence, user, families, now) for absence in absences_covered_by(user, timezone.localdate(now))]


def _section(absence: Absence, user: User, families: QuerySet[Family], now: datetime) -> CoverSection:
    covered = queries.covered_families(absence, families, now)
    dues = queries.covered_dues(absence, covered)
    return CoverSection(
        f"Covering for {absence.user} until {say_date(absence.last_day)}",
        list(covered.order_by("headline__sort_name", "pk")[:MOST_DUE]),
        [due_line(due, now) for due in dues_of_many(dues[:MOST_DUE], user)],
    )
