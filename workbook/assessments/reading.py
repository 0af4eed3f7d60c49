"""An assessment as pages show it, and what stands of the assessments beside their programme."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from casework.access import Can, FamilyAccess, may_take
from casework.documents.states import PrintState
from casework.states import Mover
from casework.words import say_date, say_when
from workbook.assessments import contents
from workbook.assessments.models import ProgrammeAssessment
from workbook.assessments.states import ASSESSMENT_STATES, AssessmentState
from workbook.programmes.states import ProgrammeState

COLOURS = {
    AssessmentState.SUBMITTED: "orange", AssessmentState.RETURNED: "red", AssessmentState.TAKEN_BACK: "grey",
    AssessmentState.COMPLETED: "green",
}  # fmt: skip


class Line(NamedTuple):
    """One assessment of a programme: `when` says since when it stands so."""

    name: str
    occasion: str
    state: str
    colour: str
    when: str
    url: str
    print_url: str


class Beside(NamedTuple):
    """What the page of a programme says of its assessments; the addresses are empty for what one may not do."""

    lines: list
    waiting: bool
    changes: list
    submit_url: str
    change_url: str


class Paper(NamedTuple):
    """How the PDF stands; `again` is whether it can be asked for once more."""

    sentence: str
    url: str
    again: bool


class Source(NamedTuple):
    """The text of an assessment: `frozen` once completed, otherwise the modules as they stand."""

    modules: list
    seen: str
    frozen: dict | None


def assessments_of(programme):
    return programme.assessments.select_related("completed__print", "submitted_by")


def beside(programme, access: FamilyAccess):
    """For the page of the programme."""
    rows = list(assessments_of(programme))
    under_way = [row for row in rows if row.state != AssessmentState.COMPLETED]
    is_open = programme.state == ProgrammeState.OPEN
    is_waiting = any(row.state == AssessmentState.SUBMITTED for row in under_way)
    may_submit = is_open and not is_waiting and access.can(Can.LEAD)
    here = [programme.family_id, programme.pk]
    return Beside(
        lines=[line_of(row) for row in rows],
        waiting=is_waiting,
        changes=list(programme.significant_changes.select_related("by")),
        submit_url=reverse("assessment-submit", args=here) if may_submit else "",
        change_url=reverse("significant-change-add", args=here) if is_open and access.can(Can.RECORD) else "",
    )


def line_of(assessment: ProgrammeAssessment):
    completed = getattr(assessment, "completed", None)
    when = f"completed {say_date(completed.at)}" if completed else f"submitted {say_date(assessment.submitted_at)}"
    return Line(
        name=f"Assessment {assessment.number}",
        occasion=contents.occasion_of(assessment),
        state=assessment.get_state_display(),
        colour=COLOURS[assessment.state],
        when=when,
        url=reverse("assessment", args=[assessment.family_id, assessment.pk]),
        print_url=paper_of(completed).url if completed else "",
    )


def source_of(assessment):
    completed = getattr(assessment, "completed", None)
    if completed:
        frozen = said(completed.contents)
        return Source(frozen["modules"], "", frozen)
    modules = contents.text_of(assessment.programme)
    return Source(modules, contents.digest(modules), None)


def said(frozen):
    """The frozen contents with their days and moments in words; nothing of it is written back."""
    oversight = frozen["oversight"] | {
        "at": say_when(datetime.fromisoformat(frozen["oversight"]["at"])),
        "read_on": say_iso(frozen["oversight"]["read_on"]),
    }
    submitted = frozen["submitted"] | {"at": say_when(datetime.fromisoformat(frozen["submitted"]["at"]))}
    builds_on = [each | {"completed_on": say_iso(each["completed_on"])} for each in frozen["builds_on"]]
    return frozen | {"oversight": oversight, "submitted": submitted, "builds_on": builds_on}


def say_iso(day):
    return say_date(datetime.fromisoformat(day).date())


def paper_of(completed):
    printed = completed.print
    if printed.state == PrintState.MADE:
        pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
        url = reverse("assessment-print", args=[completed.family_id, completed.assessment_id])
        return Paper(f"Ready, {pages}.", url, again=False)
    if printed.state == PrintState.FAILED:
        return Paper(f"Failed: {printed.failed_because}", "", again=True)
    return Paper(f"{printed.get_state_display().capitalize()}. Open this page again in a minute.", "", again=False)


def acts_of(assessment, access: FamilyAccess):
    """What the reader may do with it, from right and state."""

    def may(to, mover):
        return ASSESSMENT_STATES.may(assessment.state, to, mover)

    leads, oversees = access.can(Can.LEAD), may_take(access, "oversee_assessment")
    is_open = assessment.programme.state == ProgrammeState.OPEN
    return {
        "may_take_back": leads and may(AssessmentState.TAKEN_BACK, Mover.LEAD),
        "may_return": oversees and may(AssessmentState.RETURNED, Mover.MANAGER),
        "may_complete": oversees and may(AssessmentState.COMPLETED, Mover.MANAGER),
        "may_submit": leads and is_open and may(AssessmentState.SUBMITTED, Mover.LEAD),
        "may_print_again": access.can(Can.RECORD),
    }
