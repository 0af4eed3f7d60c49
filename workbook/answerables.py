"""What of the Workbook and the Family Programme can be answered once it is finished."""

from datetime import date

from django.urls import reverse

from casework.copies.registry import Copyable
from casework.copies.registry import register as register_copies
from casework.frozen.presenters import url_of_finished
from casework.marks.registry import Answerable, register
from casework.words import london_date
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import ModulePassage
from workbook.programmes.states import ModuleState
from workbook.summaries.models import InterventionSummary, SummaryPassage
from workbook.summaries.states import SETTLED


def _module_page(passage: ModulePassage) -> str:
    record = passage.owner
    parts = [passage.family_id, record.programme_id, record.module, *([record.child_id] if record.child_id else [])]
    return reverse("module", args=parts)


def _module_name(passage: ModulePassage) -> str:
    record = passage.owner
    of_child = f" of {record.child}" if record.child else ""
    module = f"{record.get_module_display()}{of_child}"
    return f"{passage.get_section_display()}, {module}, Family Programme {record.programme.number}"


def _assessment_name(row: ProgrammeAssessment) -> str:
    return f"Assessment {row.number} of Family Programme {row.programme.number}"


def _summary_page(summary: InterventionSummary) -> str:
    return reverse("summary", args=[summary.family_id, summary.pk])


def _summary_name(summary: InterventionSummary) -> str:
    return f"Summary of {summary.worker}, Workbook episode {summary.episode.number}"


register(
    Answerable(
        "summary",
        InterventionSummary,
        lambda row: row.state in SETTLED,
        _summary_name,
        lambda row: row.rationale or row.no_direct_work_because,
        _summary_page,
        ("worker", "episode"),
    ),
    Answerable(
        "summary-passage",
        SummaryPassage,
        lambda passage: passage.owner.state in SETTLED,
        lambda passage: f"{passage.get_section_display()}, summary of {passage.owner.worker}",
        lambda passage: passage.text,
        lambda passage: reverse("summary", args=[passage.family_id, passage.owner.part_of_id or passage.owner_id]),
        ("owner__worker", "owner__allocation"),
    ),
    Answerable(
        "module-passage",
        ModulePassage,
        lambda passage: passage.owner.state == ModuleState.COMPLETED,
        _module_name,
        lambda passage: passage.text,
        _module_page,
        ("owner__programme", "owner__child"),
    ),
    Answerable(
        "assessment",
        ProgrammeAssessment,
        lambda row: row.state == AssessmentState.COMPLETED,
        _assessment_name,
        lambda row: row.outcome,
        url_of_finished,
        ("programme",),
    ),
)


def _finalised_on(summary: InterventionSummary) -> date | None:
    return london_date(summary.finalised_at) if summary.state in SETTLED and summary.finalised_at else None


register_copies(
    Copyable(
        "summary",
        InterventionSummary,
        _finalised_on,
        _summary_name,
        _summary_page,
        ("worker", "episode"),
    ),
    Copyable(
        "assessment",
        ProgrammeAssessment,
        lambda row: row.read_on if row.state == AssessmentState.COMPLETED else None,
        _assessment_name,
        url_of_finished,
        ("programme",),
    ),
)
