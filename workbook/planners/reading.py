"""A planner as its pages show it: the visits with what became of them, and the actions."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from casework.actions.reading import owners_of as workers_and_people
from casework.actions.rows import owners_of
from casework.notes.checks import kind_of
from casework.notes.states import NoteState
from casework.words import london_date, say_date, say_when
from workbook.planners.models import PlannedVisit
from workbook.programmes import reading as programmes

TO_COME, OVERDUE = ("To come", "blue"), ("Nobody has said what became of it", "orange")
BECAME = {
    NoteState.TOOK_PLACE: ("Took place", "orange"),
    NoteState.COMPLETED: ("Took place", "green"),
    NoteState.DID_NOT_TAKE_PLACE: ("Did not take place", "red"),
}


class Visit(NamedTuple):
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


class Sheet(NamedTuple):
    """A planner with all that stands on it; `earlier` are visits still to come that an earlier planner agreed."""

    planner: object
    agreed_with: list[str]
    visits: list[Visit]
    earlier: list[Visit]
    actions: list


def sheet_of(planner, *, now):
    visits = PlannedVisit.objects.select_related("note__author").exclude(note__state=NoteState.WITHDRAWN)
    before = visits.filter(
        planner__programme=planner.programme_id, planner__number__lt=planner.number, note__state=NoteState.PLANNED
    )
    actions = planner.action_lines.filter(action__withdrawn_because="").select_related(
        "action__owner_user", "action__owner_person", "action__child"
    )
    return Sheet(
        planner=planner,
        agreed_with=names_of(planner),
        visits=[_visit(line, now) for line in visits.filter(planner=planner)],
        earlier=[_visit(line, now) for line in before],
        actions=sorted((line.action for line in actions), key=lambda action: (action.due_on, action.pk)),
    )


def names_of(planner):
    return [str(person) for person in planner.family.people_ever().filter(pk__in=planner.agreed_with)]


def ids_of_parents(programme):
    return {person.pk for person in programmes.parents_of(programme)}


def _visit(line, now):
    note = line.note
    became, colour = BECAME.get(note.state) or (TO_COME if note.planned_for >= now else OVERDUE)
    module = programmes.module_of(line.module)
    return Visit(
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


def in_text(sheet):
    """The planner in lines, for whoever has typed another meanwhile."""
    agreed = f"Agreed on {say_date(sheet.planner.agreed_on)} with {', '.join(sheet.agreed_with)}."
    lines = [f"{say_when(visit.when)}: {visit.kind}, {visit.worker}. {visit.purpose}" for visit in sheet.visits]
    return "\n".join([agreed, sheet.planner.why_involved, *lines, *(action.what for action in sheet.actions)])


def workers_of(family, today):
    """For whom a visit may be planned: those allocated, and those of the family's team."""
    return list(workers_and_people(family, today)["Workers"].values())


def owners_for(programme, today):
    """Who may own an action of this planner: nobody with whom a programme that is kept apart is shared (A5.6)."""
    family, parents = programme.family, ids_of_parents(programme)
    others = {pk for other in programmes.beside(programme) for pk in ids_of_parents(other)} - parents
    people = [person for person in family.people_now() if person.pk not in others]
    return owners_of(workers_of(family, today), people)
