"""What 'My work' shows beside the due dates, and for whom somebody covers today."""

from typing import NamedTuple

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from casework.absences.queries import absences_covered_by
from casework.access import families_for
from casework.access.rights import Can
from casework.allocations.models import Allocation
from casework.duedates.models import DueDate
from casework.notes.models import kind_of
from casework.notes.states import NoteState
from casework.users.models import TeamMembership
from casework.users.roles import Role
from casework.words import say_date
from supervision.group_supervisions.calendar.presenters import calendar_entry
from supervision.group_supervisions.calendar.queries import upcoming
from supervision.my_work.due_dates.presenters import MOST_DUE, due_line
from workbook.episodes.states import EpisodeState

MOST = 25
FORM_KEY = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class MyFamilies(NamedTuple):
    heading: str
    rows: list
    more: bool


class MyNote(NamedTuple):
    what: str
    family: str
    when: object
    url: str


class MyUnsavedText(NamedTuple):
    title: str
    family: str
    kept_at: object
    url: str
    discard_url: str


def my_families(user, families):
    """Those allocated to `user`; for whoever has none, those of their team or that they may read, the next first."""
    today = timezone.localdate()
    mine = Allocation.objects.on(today).filter(worker=user).values("family")
    allocated = list(_next_first(families.filter(pk__in=mine)))
    if allocated:
        return MyFamilies("My families", allocated[:MOST], len(allocated) > MOST)
    seen = list(_next_first(families))
    in_team = user.memberships.on(today).exists()
    heading = "Families of my team" if in_team else "Families that I may read"
    return MyFamilies(heading, seen[:MOST], len(seen) > MOST)


def _next_first(families):
    planned = F("headline__next_supervision").asc(nulls_last=True)
    return families.select_related("headline").order_by(planned, "name")[: MOST + 1]


def planned_notes(user, families):
    """Visits and meetings that `user` has planned; the link says that it took place."""
    notes = user.case_notes.filter(state=NoteState.PLANNED, family__in=families).select_related("family")
    return [
        MyNote(
            f"{kind_of(note).label}{f': {note.purpose}' if note.purpose else ''}",
            note.family.name,
            note.planned_for,
            reverse("note-took-place", args=[note.family_id, note.pk]),
        )
        for note in notes.order_by("planned_for")[:MOST]
    ]


def unfinished_notes(user, families):
    """Calls, e-mails and the like that `user` has saved and not finished; visits stand among what is due."""
    notes = user.case_notes.filter(state=NoteState.TOOK_PLACE, family__in=families).select_related("family")
    return [
        MyNote(
            kind_of(note).label,
            note.family.name,
            note.took_place_at,
            reverse("note-write-up", args=[note.family_id, note.pk]),
        )
        for note in notes.order_by("took_place_at")[:MOST]
        if not kind_of(note).visit
    ]


def unsaved_texts(user, families):
    """Texts that were typed and not saved; each can be gone back to or discarded."""
    texts = user.unsaved_texts.filter(family__in=families, form_key__regex=FORM_KEY).select_related("family")
    return [
        MyUnsavedText(
            text.title,
            text.family.name,
            text.kept_at,
            _address(text),
            reverse("unsaved-discard", args=[text.form_key]),
        )
        for text in texts[:MOST]
    ]


def _address(text):
    """A blank form opens with its text only when it is told the key; the form of a saved row ignores it."""
    path, _, query = text.url.partition("?")
    rest = [part for part in query.split("&") if part and not part.startswith("kept=")]
    return f"{path}?{'&'.join([*rest, f'kept={text.form_key}'])}"


def supervisions_to_prepare(user, now):
    """For business support: what is closed for supervision and not held; None for everybody else."""
    teams = TeamMembership.objects.on(timezone.localdate(now)).filter(user=user, role=Role.BUSINESS_SUPPORT)
    if not teams.exists():
        return None
    closed = upcoming(families_for(user, Can.ARRANGE)).filter(state=EpisodeState.CLOSED)
    return [calendar_entry(episode, now) for episode in closed[:MOST]]


class CoverSection(NamedTuple):
    heading: str
    families: list
    lines: list


def cover_sections(user, families, now):
    """A section for each absence in which `user` covers today; `families` are those that `user` may open."""
    return [_section(absence, user, families, now) for absence in absences_covered_by(user, timezone.localdate(now))]


def _section(absence, user, families, now):
    allocated = Allocation.objects.on(timezone.localdate(now)).filter(worker=absence.user)
    theirs = families.filter(pk__in=allocated.values("family"))
    dues = DueDate.objects.running().filter(owner=absence.user, family__in=theirs).select_related("family")
    return CoverSection(
        f"Covering for {absence.user} until {say_date(absence.until_date)}",
        list(theirs.order_by("name")[:MOST_DUE]),
        [due_line(due, now, user=user) for due in dues[:MOST_DUE]],
    )
