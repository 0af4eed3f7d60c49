"""What of casework can be answered once it is finished, and where each is read."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from casework.case_summaries.models import CaseSummary, CaseSummaryPassage
from casework.case_summaries.states import CaseSummaryState
from casework.closures.models import Closure, ClosurePassage
from casework.closures.states import WAS_AGREED
from casework.copies.registry import Copyable
from casework.copies.registry import register as register_copies
from casework.frozen.presenters import url_of_finished
from casework.marks.registry import Answerable, register
from casework.notes.models import CaseNote, NotePassage, kind_of
from casework.notes.not_done.contents import say_not_done
from casework.notes.states import NoteState
from casework.plans.contents import title_of as plan_name
from casework.plans.models import Assessment, Plan
from casework.safety_plans.models import SafetyPlan, SafetyPlanPassage
from casework.safety_plans.queries import must_not_have
from casework.safety_plans.states import SafetyPlanState
from casework.words import london_date, say_when

FINISHED_NOTE = (NoteState.COMPLETED, NoteState.DID_NOT_TAKE_PLACE)


def _text(row: Any) -> str:
    return row.text


def _under(passage: Any, record: str) -> str:
    """'Analysis, summary of Sue Sands'."""
    return f"{passage.get_section_display()}, {record}"


def note_name(note: CaseNote) -> str:
    return f"{kind_of(note).label.lower()} of {say_when(note.at)}, {note.author}"


def _note_page(note: CaseNote) -> str:
    return reverse("note", args=[note.family_id, note.pk])


def _facts(note: Any) -> str:
    """What a note says beside its passages."""
    where = [f"Where: {note.where}"] if note.where else []
    there = [f"Who was there: {note.who_was_there}"] if note.who_was_there else []
    because = [f"It did not take place: {told}"] if (told := say_not_done(note)) else []
    done = [f"What was done about it: {note.did_not_done}"] if note.did_not_done else []
    at = note.took_place_at or note.planned_for or note.recorded_at
    return "\n".join([f"{kind_of(note).label}, {say_when(at)}", *where, *there, *because, *done])


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _is_approved(row: Any) -> bool:
    return row.approved_at is not None


def _approved(row: Any) -> str:
    """What a plan or an assessment, or a row of its history, says beside its days."""
    other = getattr(row, "ended_because", "") or getattr(row, "safety_plan", "")
    return _lines(row.childs_views, row.carers_views, row.approval, other)


def _case_summary_name(summary: CaseSummary) -> str:
    return f"Case summary of {summary.child}, version {summary.number}"


def _safety_plan_name(plan: SafetyPlan) -> str:
    return f"Safety plan, version {plan.number}"


def _closing_name(closure: Closure) -> str:
    return f"Closing of {closure.involvement.child}’s case"


register(
    Answerable(
        "case-summary",
        CaseSummary,
        lambda summary: summary.state == CaseSummaryState.COMPLETED,
        _case_summary_name,
        lambda summary: "The case summary as a whole.",
        url_of_finished,
        ("child",),
    ),
    Answerable(
        "closure",
        Closure,
        lambda closure: closure.state in WAS_AGREED,
        _closing_name,
        lambda closure: _lines(closure.get_reason_display(), closure.managers_comments),
        url_of_finished,
        ("involvement__child",),
    ),
    Answerable(
        "safety-plan",
        SafetyPlan,
        lambda plan: plan.state != SafetyPlanState.DRAFT,
        _safety_plan_name,
        lambda plan: f"Agreed with {plan.agreed_with}",
        url_of_finished,
    ),
    Answerable("plan", Plan, _is_approved, plan_name, _approved, url_of_finished, ("child",)),
    Answerable("child-assessment", Assessment, _is_approved, plan_name, _approved, url_of_finished, ("child",)),
)
register(
    Answerable(
        "note",
        CaseNote,
        lambda note: note.state in FINISHED_NOTE,
        lambda note: f"The {note_name(note)}",
        _facts,
        _note_page,
        ("author",),
        lambda note: note.state != NoteState.WITHDRAWN,
    ),
    Answerable(
        "note-passage",
        NotePassage,
        lambda passage: passage.owner.state in FINISHED_NOTE,
        lambda passage: _under(passage, note_name(passage.owner)),
        _text,
        lambda passage: _note_page(passage.owner),
        ("owner__author",),
        lambda passage: passage.owner.state != NoteState.WITHDRAWN,
    ),
    Answerable(
        "case-summary-passage",
        CaseSummaryPassage,
        lambda passage: passage.owner.state == CaseSummaryState.COMPLETED,
        lambda passage: _under(passage, f"case summary {passage.owner.number} of {passage.owner.child}"),
        _text,
        lambda passage: reverse("case-summary", args=[passage.family_id, passage.owner.child_id]),
        ("owner__child",),
    ),
    Answerable(
        "closure-passage",
        ClosurePassage,
        lambda passage: passage.owner.state in WAS_AGREED,
        lambda passage: _under(passage, f"closing of {passage.owner.involvement.child}’s case"),
        _text,
        lambda passage: reverse("closure", args=[passage.family_id, passage.owner_id]),
        ("owner__involvement__child",),
    ),
    Answerable(
        "safety-plan-passage",
        SafetyPlanPassage,
        lambda passage: passage.owner.state != SafetyPlanState.DRAFT,
        lambda passage: _under(passage, f"safety plan, version {passage.owner.number}"),
        _text,
        lambda passage: reverse("safety-plan", args=[passage.family_id]),
        ("owner",),
    ),
)


def _day(moment: datetime | None, finished: bool) -> date | None:
    return london_date(moment) if finished and moment else None


register_copies(
    Copyable(
        "safety-plan",
        SafetyPlan,
        lambda plan: _day(plan.current_from, plan.state == SafetyPlanState.CURRENT),
        _safety_plan_name,
        lambda plan: reverse("safety-plan", args=[plan.family_id]),
        must_not_have=must_not_have,
    ),
    Copyable(
        "case-summary",
        CaseSummary,
        lambda summary: _day(summary.completed_at, summary.state == CaseSummaryState.COMPLETED),
        _case_summary_name,
        lambda summary: reverse("case-summary", args=[summary.family_id, summary.child_id]),
        ("child",),
    ),
    Copyable(
        "closure",
        Closure,
        lambda closure: _day(closure.agreed_at, closure.state in WAS_AGREED),
        _closing_name,
        lambda closure: reverse("closure", args=[closure.family_id, closure.pk]),
        ("involvement__child",),
    ),
    Copyable(
        "note",
        CaseNote,
        lambda note: _day(note.completed_at, note.state == NoteState.COMPLETED),
        lambda note: f"The {note_name(note)}",
        _note_page,
        ("author",),
    ),
    Copyable(
        "plan", Plan, lambda plan: _day(plan.approved_at, True), plan_name, url_of_finished, ("child",),
    ),
    Copyable(
        "child-assessment", Assessment, lambda row: _day(row.approved_at, True), plan_name, url_of_finished, ("child",),
    ),
)  # fmt: skip
