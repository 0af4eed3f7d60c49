"""What is asked before a Workbook closes."""

from datetime import datetime
from typing import cast

from casework.practice.schema import WorkbookClosureReason
from casework.refusal import Refusal
from casework.words import say_date, say_when
from supervision.group_supervisions.states import SupervisionState
from supervision.workbook_closures.queries import InCare, children_in_care
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState
from workbook.workbooks.models import Workbook

# Of `assessment_occasions`: the final Family Programme (A2.7).
FINAL_OCCASION = "closure"


def check_reason(
    workbook: Workbook, reason: WorkbookClosureReason, no_final_because: str, care_because: str = ""
) -> None:
    """Refuse where what the reason (of the practice file) asks for is not so (A2.7), or a child in care keeps it open.

    `care_because` says why it closes all the same: the question is asked whatever the reason (A2.4).
    """
    check_care(workbook, reason, care_because)
    if reason.final_programme and not no_final_because.strip():
        missing = missing_final_programmes(workbook)
        if missing:
            raise Refusal(f"{' '.join(missing)} Or say why there is no final programme.", "no_final_because")


def check_care(workbook: Workbook, reason: WorkbookClosureReason, because: str) -> None:
    if reason.care and not children_in_care(workbook):
        raise Refusal(
            "No child of this Workbook is recorded as in care now. Record the care episode first, or choose another "
            "reason.",
            "closed_reason",
        )
    hindrances = care_hindrances(workbook)
    if hindrances and not because.strip():
        raise Refusal(f"{' '.join(hindrances)} Or say why it closes all the same.", "care_because")


def care_hindrances(workbook: Workbook) -> list[str]:
    """Why it stays open for its children in care (A2.4)."""
    return [sentence for each in children_in_care(workbook) if (sentence := why_it_stays_open(each))]


def why_it_stays_open(in_care: InCare) -> str:
    """Why the Workbook does not close for this child in care, or '' (A2.4)."""
    child = in_care.child
    if in_care.reunification:
        return f"The plan for {child} is to return home, so the Workbook stays open."
    if in_care.reunification is None:
        return (
            f"Say in {child}'s care episode whether the plan is to return home: while it is, the Workbook stays open."
        )
    if in_care.reviewed_on is None:
        return (
            f"{child} has been in care since {say_date(in_care.since)}, and no first review is recorded as held. "
            "The Workbook stays open until it is."
        )
    return ""


def missing_final_programmes(workbook: Workbook) -> list[str]:
    """A sentence for each Family Programme that has no final assessment; one where there is no programme."""
    programmes = list(workbook.programmes.all())
    if not programmes:
        return ["This Workbook has no Family Programme: complete one as the final assessment first."]
    running = [programme for programme in programmes if programme.state == ProgrammeState.OPEN] or programmes
    return [
        f"Family Programme {programme.number} has no final assessment: complete one for ‘closing’ first."
        for programme in running
        if not _is_final(programme)
    ]


def _is_final(programme: FamilyProgramme) -> bool:
    """Whether the last that was completed of it is the final one: work that went on afterwards asks for another."""
    last = programme.assessments.filter(state=AssessmentState.COMPLETED).order_by("number").last()
    return last is not None and last.occasion == FINAL_OCCASION


def check_no_supervision_waits(workbook: Workbook) -> None:
    """A meeting that was held is signed off: there the Workbook can be closed too."""
    held = workbook.family.groupsupervision_set.filter(episode__workbook=workbook, state=SupervisionState.HELD).first()
    if held:
        held_at = cast("datetime", held.held_at)
        raise Refusal(
            f"The group supervision of {say_when(held_at)} is not signed off. Sign it off, and choose there that "
            "the Workbook closes."
        )
