"""The assessments of a programme, and when the last was completed."""

from datetime import datetime

from django.db.models import QuerySet

from casework.frozen.models import Frozen
from casework.subjects import type_of
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme


def last_completed(programme: FamilyProgramme) -> datetime | None:
    """The moment of the last completed assessment, or None."""
    frozen = frozen_of(programme.assessments.all())
    return max((each.at for each in frozen.values()), default=None)


def frozen_of(assessments: QuerySet[ProgrammeAssessment]) -> dict[int, Frozen]:
    """By assessment (id) what was frozen of it, without its contents."""
    rows = Frozen.objects.filter(subject_type=type_of(ProgrammeAssessment), subject_id__in=assessments.values("pk"))
    return {each.subject_id: each for each in rows.defer("contents").select_related("print")}


def assessments_of(programme: FamilyProgramme) -> QuerySet[ProgrammeAssessment]:
    return programme.assessments.select_related("submitted_by")


def assessment_under_way(programme: FamilyProgramme) -> ProgrammeAssessment | None:
    """The one that is not completed; None where there is none."""
    return programme.assessments.exclude(state=AssessmentState.COMPLETED).first()
