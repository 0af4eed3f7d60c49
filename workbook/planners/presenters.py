"""A planner as its pages and its paper show it: the visits with what became of them, and the actions."""

from datetime import datetime
from typing import Any, NamedTuple, cast

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.actions.models import AgreedAction
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from casework.passages.presenters import PassageText
from casework.people.contact_details.presenters import place_words
from casework.words import london_date, say_date, say_when
from workbook.planners import queries
from workbook.planners.models import PlannedVisit, SupportPlanner
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules.queries import module_named
from workbook.programmes.queries import parents_of
from workbook.programmes.states import ProgrammeState

TITLE = "Support and assessment planner"


def planner_url(planner: SupportPlanner) -> str:
    return reverse("planner-read", args=[planner.family_id, planner.programme_id, planner.pk])


def planner_context(programme: FamilyProgramme, planner: SupportPlanner | None, now: datetime) -> dict[str, Any]:
    """The page of `planner`; None where none was agreed yet."""
    planners = list(programme.planners.all())
    running, latest = programme.state == ProgrammeState.OPEN, planner is not None and planner.pk == planners[0].pk
    access = programme.family.access
    return {
        "heading": f"{TITLE} {planner.number}" if planner else TITLE,
        "caption": caption(programme),
        "programme": programme,
        "planner": planner,
        "details": planner_details(planner, now=now) if planner else None,
        "others": [other for other in planners if other != planner],
        "latest": latest,
        "running": running,
        "today": timezone.localdate(now),
        "may_lead": running and access.can(Can.LEAD),
        "may_add": running and latest and access.can(Can.RECORD),
    }


def form_context(programme: FamilyProgramme, saved: SupportPlanner | None, now: datetime) -> dict[str, Any]:
    """Of a form; `saved` is the planner as it is saved now, for what is planned already and after a conflict."""
    details = planner_details(saved, now=now) if saved else None
    return {
        "caption": caption(programme),
        "programme": programme,
        "saved_now": [PassageText(f"Planner {saved.number}", planner_text(details), [])] if saved and details else [],
        "still_planned": [visit for visit in (*details.visits, *details.earlier) if visit.to_come] if details else [],
    }


def caption(programme: FamilyProgramme) -> str:
    names = ", ".join(str(person) for person in parents_of(programme))
    return f"Family Programme {programme.number}, shared with {names}" if names else "Family Programme"


def paper_context(planner: SupportPlanner, now: datetime) -> dict[str, Any]:
    """For the parents: nothing but what was agreed with them, without warnings, ratings and the rest of the record."""
    details = planner_details(planner, now=now)
    return {
        "heading": TITLE,
        "family_id": planner.family_id,
        "back": planner_url(planner),
        "details": details,
        "visits": sorted((*details.visits, *details.earlier), key=lambda visit: visit.when),
        "today": timezone.localdate(now),
    }


TO_COME, OVERDUE = ("To come", "blue"), ("Nobody has said what became of it", "orange")
BECAME: dict[str, tuple[str, str]] = {
    NoteState.TOOK_PLACE: ("Took place", "orange"),
    NoteState.COMPLETED: ("Took place", "green"),
    NoteState.DID_NOT_TAKE_PLACE: ("Did not take place", "red"),
}


class ScheduledVisit(NamedTuple):
    """A visit of the schedule. `remark` says more about what became of it, for those who work here."""

    when: datetime
    kind: str
    worker: str
    purpose: str
    where: str
    module: str
    became: str
    colour: str
    remark: str
    url: str
    to_come: bool


class PlannerDetails(NamedTuple):
    """A planner with all that a page shows of it; `earlier` are visits still to come of earlier planners."""

    planner: SupportPlanner
    agreed_with: list[str]
    visits: list[ScheduledVisit]
    earlier: list[ScheduledVisit]
    actions: list[AgreedAction]


def planner_details(planner: SupportPlanner, *, now: datetime) -> PlannerDetails:
    actions = with_colleagues_apart(
        (line.action for line in queries.actions_of(planner)), timezone.localdate(), "owner_user"
    )
    return PlannerDetails(
        planner=planner,
        agreed_with=[str(person) for person in queries.agreed_with(planner)],
        visits=[_visit(visit, now) for visit in queries.visits_of(planner)],
        earlier=[_visit(visit, now) for visit in queries.earlier_visits(planner)],
        actions=sorted(actions, key=lambda action: (action.due_on, action.pk)),
    )


def _visit(visit: PlannedVisit, now: datetime) -> ScheduledVisit:
    note = visit.note
    planned_for = cast("datetime", note.planned_for)  # the note of a planner's visit was planned
    became, colour = BECAME.get(note.state) or (TO_COME if planned_for >= now else OVERDUE)
    module = module_named(visit.module)
    return ScheduledVisit(
        when=planned_for,
        kind=kind_of(note).label,
        worker=str(note.author),
        purpose=note.purpose,
        where=place_words(note.place, note.where),
        module=f"Module {module.number}: {module.title}" if module else "",
        became=became,
        colour=colour,
        remark=_remark(note, planned_for),
        url=reverse("note", args=[note.family_id, note.pk]),
        to_come=note.state == NoteState.PLANNED,
    )


def _remark(note: CaseNote, planned_for: datetime) -> str:
    if note.state == NoteState.DID_NOT_TAKE_PLACE:
        return note.did_not_because
    remarks = []
    if note.took_place_at and london_date(note.took_place_at) != london_date(planned_for):
        remarks.append(f"on {say_date(note.took_place_at)}")
    if note.state == NoteState.TOOK_PLACE:
        remarks.append("to be written up")
    return ", ".join(remarks)


def planner_text(details: PlannerDetails) -> str:
    """The planner in lines, for comparing with what was typed before a conflict."""
    agreed = f"Agreed on {say_date(details.planner.agreed_on)} with {', '.join(details.agreed_with)}."
    lines = [f"{say_when(visit.when)}: {visit.kind}, {visit.worker}. {visit.purpose}" for visit in details.visits]
    return "\n".join([agreed, details.planner.why_involved, *lines, *(action.what for action in details.actions)])
