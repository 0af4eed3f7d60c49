"""A Family Programme as its pages show it: its overview, its paper, its place in the list."""

from typing import Any, NamedTuple

from casework.access import Can, may_take
from casework.duedates.presenters import dues_in_words
from casework.people.models import Person
from workbook.programmes import queries
from workbook.programmes.assessments.presenters import assessments_panel
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules.presenters import module_rows
from workbook.programmes.modules.queries import is_begun, records_of
from workbook.programmes.modules.texts.presenters import changes_since, texts_by_section
from workbook.programmes.queries import other_open_programmes
from workbook.programmes.sharing.presenters import reasons_of
from workbook.programmes.states import PROGRAMME_COLOURS, ProgrammeState

SECTION = "programmes"  # the entry of the family's navigation


def overview(programme: FamilyProgramme) -> dict[str, Any]:
    """All that the page of a programme shows."""
    since = changes_since(programme)
    access = programme.family.access
    running = programme.state == ProgrammeState.OPEN
    parents = queries.parents_of(programme)
    return {
        "programme": programme,
        "parents": parents,
        "children": queries.children_of(programme),
        "in_none": queries.children_in_none(programme) if running else [],
        "reasons": reasons_of(programme.family, parents) if programme.kept_apart else [],
        "since": since,
        "rows": list(module_rows(programme, since)),
        "others": other_open_programmes(programme),
        "several": programme.family.familyprogramme_set.count() > 1,
        "waiting": queries.waits_for_manager(programme),
        "dues": dues_in_words(queries.running_dues(programme).shown()),
        "assessments": assessments_panel(programme, access),
        "may_lead": running and access.can(Can.LEAD),
        "may_end": running and may_take(access, "end_programme"),
    }


def paper_context(programme: FamilyProgramme) -> dict[str, Any]:
    """Each module with its texts, for paper."""
    people = list(programme.family.people_ever())
    rows = [row for row in module_rows(programme, None) if row.record or not row.child]
    modules = [(row, texts_by_section(row.record, row.module, people)) for row in rows]
    children = queries.children_of(programme)
    return {"programme": programme, "parents": queries.parents_of(programme), "children": children, "modules": modules}


class ProgrammeRow(NamedTuple):
    """A programme in the list of the family's."""

    programme: FamilyProgramme
    parents: list[Person]
    children: list[Person]
    colour: str
    begun: int


def programme_row(programme: FamilyProgramme) -> ProgrammeRow:
    begun = [record for record in records_of(programme) if is_begun(record)]
    parents, children = queries.parents_of(programme), queries.children_of(programme)
    return ProgrammeRow(programme, parents, children, PROGRAMME_COLOURS[programme.state], len(begun))
