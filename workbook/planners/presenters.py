"""A planner as its pages and its paper show it: the visits with what became of them, and the actions."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.family_page.presenters import family_page
from casework.notes.models import kind_of
from casework.notes.states import NoteState
from casework.words import london_date, say_date, say_when
from workbook.planners.models import PlannedVisit
from workbook.programmes import queries as programmes
from workbook.programmes.modules import queries
from workbook.programmes.states import ProgrammeState

TITLE = "Support and assessment planner"


def planner_url(planner):
    return reverse("planner-read", args=[planner.family_id, planner.programme_id, planner.pk])


def planner_page(programme, planner):
    """Of `planner`; None where none was agreed yet."""
    family = programme.family
    planners = list(programme.planners.all())
    running, latest = programme.state == ProgrammeState.OPEN, bool(planner) and planner.pk == planners[0].pk
    access = family.access
    return family_page(
        family, "programmes", heading=f"{TITLE} {planner.number}" if planner else TITLE, caption=caption(programme),
        programme=programme, planner=planner, sheet=planner_details(planner, now=timezone.now()) if planner else None,
        others=[other for other in planners if other != planner], latest=latest, running=running,
        today=timezone.localdate(), may_lead=running and access.can(Can.LEAD),
        may_add=running and latest and access.can(Can.RECORD),
    )  # fmt: skip


def caption(programme):
    names = ", ".join(str(person) for person in programmes.parents_of(programme))
    return f"Family Programme {programme.number}, shared with {names}" if names else "Family Programme"


def paper_context(planner):
    """For the parents: nothing but what was agreed with them, without warnings, ratings and the rest of the record."""
    sheet = planner_details(planner, now=timezone.now())
    return {
        "heading": TITLE,
        "family_id": planner.family_id,
        "back": planner_url(planner),
        "sheet": sheet,
        "visits": sorted((*sheet.visits, *sheet.earlier), key=lambda visit: visit.when),
        "today": timezone.localdate(),
    }


TO_COME, OVERDUE = ("To come", "blue"), ("Nobody has said what became of it", "orange")
BECAME = {
    NoteState.TOOK_PLACE: ("Took place", "orange"),
    NoteState.COMPLETED: ("Took place", "green"),
    NoteState.DID_NOT_TAKE_PLACE: ("Did not take place", "red"),
}


class ScheduledVisit(NamedTuple):
    """One line of the schedule. `said` is more about what became of it, for those who work here."""

    when: datetime
    kind: str
    worker: str
    purpose: str
    where: str
    module: str
    became: str
    colour: str
    said: str
    url: str
    to_come: bool


class PlannerDetails(NamedTuple):
    """A planner with all that stands on it; `earlier` are visits still to come that an earlier planner agreed."""

    planner: object
    agreed_with: list[str]
    visits: list[ScheduledVisit]
    earlier: list[ScheduledVisit]
    actions: list


def planner_details(planner, *, now):
    visits = PlannedVisit.objects.select_related("note__author").exclude(note__state=NoteState.WITHDRAWN)
    before = visits.filter(
        planner__programme=planner.programme_id, planner__number__lt=planner.number, note__state=NoteState.PLANNED
    )
    actions = planner.action_lines.filter(action__withdrawn_because="").select_related(
        "action__owner_user", "action__owner_person", "action__child"
    )
    return PlannerDetails(
        planner=planner,
        agreed_with=names_of(planner),
        visits=[_visit(line, now) for line in visits.filter(planner=planner)],
        earlier=[_visit(line, now) for line in before],
        actions=sorted((line.action for line in actions), key=lambda action: (action.due_on, action.pk)),
    )


def names_of(planner):
    return [str(person) for person in planner.family.people_ever().filter(pk__in=planner.agreed_with)]


def _visit(line, now):
    note = line.note
    became, colour = BECAME.get(note.state) or (TO_COME if note.planned_for >= now else OVERDUE)
    module = queries.module_named(line.module)
    return ScheduledVisit(
        when=note.planned_for,
        kind=kind_of(note).label,
        worker=str(note.author),
        purpose=note.purpose,
        where=note.where,
        module=f"Module {module.number}: {module.title}" if module else "",
        became=became,
        colour=colour,
        said=_said(note),
        url=reverse("note", args=[note.family_id, note.pk]),
        to_come=note.state == NoteState.PLANNED,
    )


def _said(note):
    if note.state == NoteState.DID_NOT_TAKE_PLACE:
        return note.did_not_because
    said = []
    if note.took_place_at and london_date(note.took_place_at) != london_date(note.planned_for):
        said.append(f"on {say_date(note.took_place_at)}")
    if note.state == NoteState.TOOK_PLACE:
        said.append("to be written up")
    return ", ".join(said)


def planner_text(sheet):
    """The planner in lines, for whoever has typed another meanwhile."""
    agreed = f"Agreed on {say_date(sheet.planner.agreed_on)} with {', '.join(sheet.agreed_with)}."
    lines = [f"{say_when(visit.when)}: {visit.kind}, {visit.worker}. {visit.purpose}" for visit in sheet.visits]
    return "\n".join([agreed, sheet.planner.why_involved, *lines, *(action.what for action in sheet.actions)])
