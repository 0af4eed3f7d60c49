"""A Family Programme as its pages show it: its overview, its paper, its place in the list."""

from typing import NamedTuple

from django.urls import reverse

from casework.access import Can, may_take
from workbook.programmes import queries
from workbook.programmes.assessments.presenters import assessments_panel
from workbook.programmes.modules import presenters as modules_presenters
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.modules.queries import is_begun
from workbook.programmes.modules.texts import presenters
from workbook.programmes.queries import other_open_programmes
from workbook.programmes.states import PROGRAMME_COLOURS, ProgrammeState


def overview(programme):
    since = presenters.changes_since(programme)
    access = programme.family.access
    running, parts = programme.state == ProgrammeState.OPEN, [programme.family_id, programme.pk]
    return {
        "programme": programme,
        "parents": queries.parents_of(programme),
        "since": since,
        "rows": list(modules_presenters.module_rows(programme, since)),
        "others": other_open_programmes(programme),
        "several": programme.family.familyprogramme_set.count() > 1,
        "waiting": queries.waits_for_manager(programme),
        "dues": programme.family.due_dates.running().filter(url=reverse("programme", args=parts)),
        "assessments": assessments_panel(programme, access),
        "may_lead": running and access.can(Can.LEAD),
        "may_end": running and may_take(access, "end_programme"),
    }


def paper_context(programme):
    """Each module with what stands in it, for paper."""
    people = list(programme.family.people_ever())
    rows = [row for row in modules_presenters.module_rows(programme, None) if row.record or not row.child]
    modules = [(row, presenters.texts_by_section(row.record, row.module, people)) for row in rows]
    return {"programme": programme, "parents": queries.parents_of(programme), "modules": modules}


class ProgrammeRow(NamedTuple):
    """A programme in the list of the family's."""

    programme: object
    parents: list
    colour: str
    begun: int


def programme_row(programme):
    begun = [record for record in modules_queries.records_of(programme) if is_begun(record)]
    return ProgrammeRow(programme, queries.parents_of(programme), PROGRAMME_COLOURS[programme.state], len(begun))


ENDING = [
    "Nothing in it changes any more; it stays readable.",
    "What is shared of the children goes on in another programme that is open, if there is one.",
    "What was due in it falls away.",
]
