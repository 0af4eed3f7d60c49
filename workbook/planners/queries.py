"""With whom a planner may be agreed, and the visits and actions that belong to it (A5.17)."""

from django.db.models import QuerySet

from casework.notes.states import NoteState
from casework.people.models import Person
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes import queries as programme_queries
from workbook.programmes.models import FamilyProgramme


def parent_ids(programme: FamilyProgramme) -> set[int]:
    return {person.pk for person in programme_queries.parents_of(programme)}


def people_of(planner: SupportPlanner) -> QuerySet[Person]:
    """With whom it was or may be agreed."""
    ids = {*parent_ids(planner.programme), *planner.agreed_with}
    return planner.programme.family.people_ever().filter(pk__in=ids)


def agreed_with(planner: SupportPlanner) -> QuerySet[Person]:
    return planner.family.people_ever().filter(pk__in=planner.agreed_with)


def visits_of(planner: SupportPlanner) -> QuerySet[PlannedVisit]:
    return _visits().filter(planner=planner)


def earlier_visits(planner: SupportPlanner) -> QuerySet[PlannedVisit]:
    """Agreed in earlier planners of the programme, and planned still."""
    return _visits().filter(
        planner__programme=planner.programme_id, planner__number__lt=planner.number, note__state=NoteState.PLANNED
    )


def _visits() -> QuerySet[PlannedVisit]:
    return PlannedVisit.objects.select_related("note__author").exclude(note__state=NoteState.WITHDRAWN)


def actions_of(planner: SupportPlanner) -> QuerySet[PlannerAction]:
    """Those that were not withdrawn."""
    return planner.action_lines.filter(action__withdrawn_because="").select_related(
        "action__owner_user", "action__owner_person", "action__child"
    )
