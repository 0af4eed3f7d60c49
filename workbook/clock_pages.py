"""Where the timescales lead whose pages, or the pages where others read of them, are of the Workbook."""

from typing import Any

from casework.access import Can
from casework.access.ways import Page, Way, of_row
from casework.allocations.models import Allocation
from casework.duedates.models import DueDate
from casework.duedates.registry import ClockPage, register
from casework.families.models import FamilyMember
from casework.notes.models import CaseNote, kind_of
from casework.referrals.models import Involvement, Referral
from casework.words import london_date, say_date, say_when
from workbook.programmes.models import FamilyProgramme
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import may_record_decision

PEOPLE, PROGRAMME, SUMMARY = Page("people"), Page("programme", of_row), Page("summary", of_row)


def _child(due: DueDate, row: Any) -> str:
    return str(row.child)


def _visit(due: DueDate, note: CaseNote) -> str:
    return f"{kind_of(note).label.lower()} of {say_when(note.took_place_at)}"


def _child_of_clock(due: DueDate, programme: FamilyProgramme) -> str:
    return str(due.child) if due.child else ""


def _conference(due: DueDate, programme: FamilyProgramme) -> str:
    on_day = f"conference on {say_date(london_date(due.anchor_at))}" if due.anchor_at else ""
    return ", ".join(each for each in (_child_of_clock(due, programme), on_day) if each)


register(
    ClockPage(
        "visit_write_up",
        CaseNote,
        Way(Page("note-write-up", of_row), Can.RECORD, read=Page("note", of_row), owner_only=True),
        about=_visit,
    ),
    ClockPage("first_visit", Allocation, Way(Page("note-plan"), Can.RECORD, read=Page("notes"))),
    ClockPage("early_help_assessment", Allocation, Way(Page("allocations"))),
    ClockPage(
        "referral_decision",
        Involvement,
        Way(Page("referral-decide", lambda part: (part.referral_id,)), "decide_referral", read=PEOPLE),
        about=_child,
        related=("child",),
    ),
    ClockPage(
        "early_help_decision",
        Involvement,
        Way(Page("early-help-decided", of_row), "decide_referral", read=PEOPLE),
        about=_child,
        related=("child",),
    ),
    ClockPage(
        "harm_alleged",
        Involvement,
        Way(Page("child-not-seen", of_row), Can.RECORD, read=PEOPLE),
        about=_child,
        related=("child",),
    ),
    ClockPage(
        "workbook_decision",
        Referral,
        Way(Page("workbook-decide", of_row), may_record_decision, read=Page("workbook")),
    ),
    ClockPage("group_supervision", Workbook, Way(Page("workbook"))),
    ClockPage("summary_update", InterventionSummary, Way(SUMMARY)),
    ClockPage("summary_before_supervision", InterventionSummary, Way(SUMMARY)),
    ClockPage("delegated_task", DelegatedTask, Way(Page("summary", lambda task: (task.part_id,)))),
    ClockPage("modules_touched", FamilyProgramme, Way(PROGRAMME)),
    ClockPage("modules_first", FamilyProgramme, Way(PROGRAMME)),
    ClockPage(
        "module_children",
        FamilyMember,
        Way(Page("programmes")),
        about=lambda due, member: str(member.person),
        related=("person",),
    ),
    ClockPage("assessment_before_conference", FamilyProgramme, Way(PROGRAMME), about=_conference),
    ClockPage("assessment_before_review", FamilyProgramme, Way(PROGRAMME), about=_child_of_clock),
    ClockPage("assessment_after_change", FamilyProgramme, Way(PROGRAMME)),
    ClockPage("assessment_yearly", FamilyProgramme, Way(PROGRAMME)),
)
