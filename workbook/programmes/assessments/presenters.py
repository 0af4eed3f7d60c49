"""An assessment as its pages show it, and the assessments of a programme."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from casework.access import Can, FamilyAccess, may_take
from casework.frozen.contents import digest
from casework.frozen.models import Frozen
from casework.frozen.presenters import finished_record, print_url
from casework.users.models import User
from casework.words import say_date
from workbook.programmes.assessments import contents
from workbook.programmes.assessments.checks import Gap, missing_in
from workbook.programmes.assessments.models import ProgrammeAssessment, SignificantChange
from workbook.programmes.assessments.queries import assessments_of, frozen_of
from workbook.programmes.assessments.states import ASSESSMENT_COLOURS, ASSESSMENT_STATES, AssessmentState
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.queries import waits_for_manager
from workbook.programmes.states import ProgrammeState


def assessment_address(name: str, assessment: ProgrammeAssessment) -> str:
    return reverse(name, args=[assessment.family_id, assessment.pk])


def assessment_context(assessment: ProgrammeAssessment) -> dict[str, Any]:
    """What each page of the assessment shows of it."""
    return {
        "caption": contents.occasion_of(assessment),
        "assessment": assessment,
        "colour": ASSESSMENT_COLOURS[assessment.state],
        "programme_url": reverse("programme", args=[assessment.family_id, assessment.programme_id]),
    }


def reading_context(assessment: ProgrammeAssessment, user: User, today: date) -> dict[str, Any]:
    """As it was completed; until then the modules as they are now."""
    finished = finished_record("assessment", assessment, user, assessment.family.access)
    return {
        "heading": contents.title_of(assessment),
        **assessment_context(assessment),
        "finished": finished,
        "modules": None if finished else assessment_text(assessment).modules,
        "missing": _missing(assessment, today),
        **acts_context(assessment, assessment.family.access),
    }


def submitting_context(programme: FamilyProgramme, today: date) -> dict[str, Any]:
    earlier = contents.builds_on(programme)
    return {
        "programme": programme,
        "missing": missing_in(programme, today=today),
        "waits": waits_for_manager(programme),
        "builds_on": [each | {"completed_on": contents.say_iso(each["completed_on"])} for each in earlier],
    }


def _missing(assessment: ProgrammeAssessment, today: date) -> list[Gap]:
    if assessment.state == AssessmentState.COMPLETED:
        return []
    return missing_in(assessment.programme, today=today)


class AssessmentRow(NamedTuple):
    """One assessment of a programme: `when` says since when it is in its state."""

    name: str
    occasion: str
    state: str
    colour: str
    when: str
    url: str
    print_url: str


class AssessmentsPanel(NamedTuple):
    """What the page of a programme says of its assessments; the addresses are empty for what one may not do."""

    rows: list[AssessmentRow]
    waiting: bool
    changes: list[SignificantChange]
    submit_url: str
    change_url: str


class AssessmentText(NamedTuple):
    """The modules as they are now; `fingerprint` is theirs, for the optimistic lock."""

    modules: list[dict]
    fingerprint: str


def assessments_panel(programme: FamilyProgramme, access: FamilyAccess) -> AssessmentsPanel:
    """For the page of the programme."""
    rows, frozen = list(assessments_of(programme)), frozen_of(programme.assessments.all())
    under_way = [row for row in rows if row.state != AssessmentState.COMPLETED]
    is_open = programme.state == ProgrammeState.OPEN
    is_waiting = any(row.state == AssessmentState.SUBMITTED for row in under_way)
    may_submit = is_open and not is_waiting and access.can(Can.LEAD)
    here = [programme.family_id, programme.pk]
    return AssessmentsPanel(
        rows=[assessment_row(row, frozen.get(row.pk)) for row in rows],
        waiting=is_waiting,
        changes=list(programme.significant_changes.select_related("by")),
        submit_url=reverse("assessment-submit", args=here) if may_submit else "",
        change_url=reverse("significant-change-add", args=here) if is_open and access.can(Can.RECORD) else "",
    )


def assessment_row(assessment: ProgrammeAssessment, frozen: Frozen | None) -> AssessmentRow:
    when = f"completed {say_date(frozen.at)}" if frozen else f"submitted {say_date(assessment.submitted_at)}"
    return AssessmentRow(
        name=f"Assessment {assessment.number}",
        occasion=contents.occasion_of(assessment),
        state=assessment.get_state_display(),
        colour=ASSESSMENT_COLOURS[assessment.state],
        when=when,
        url=reverse("assessment", args=[assessment.family_id, assessment.pk]),
        print_url=print_url(frozen, assessment.family_id) if frozen else "",
    )


def assessment_text(assessment: ProgrammeAssessment) -> AssessmentText:
    modules = contents.programme_text(assessment.programme)
    return AssessmentText(modules, digest(modules))


def acts_context(assessment: ProgrammeAssessment, access: FamilyAccess) -> dict[str, Any]:
    """What the reader may do with it, from right and state."""

    def may(to: AssessmentState) -> bool:
        return ASSESSMENT_STATES.may(assessment.state, to)

    leads, oversees = access.can(Can.LEAD), may_take(access, "oversee_assessment")
    is_open = assessment.programme.state == ProgrammeState.OPEN
    return {
        "may_take_back": leads and may(AssessmentState.TAKEN_BACK),
        "may_return": oversees and may(AssessmentState.RETURNED),
        "may_complete": oversees and may(AssessmentState.COMPLETED),
        "may_submit": leads and is_open and may(AssessmentState.SUBMITTED),
    }
