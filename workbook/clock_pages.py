"""Where the timescales lead whose pages, or the pages where others read of them, are of the Workbook."""

from datetime import datetime
from typing import cast

from casework.access import Can
from casework.access.ways import Page, Way
from casework.allocations.models import Allocation
from casework.duedates.models import DueDate
from casework.duedates.registry import ClockPage, Needs, register
from casework.families.models import Family, FamilyMember
from casework.notes.models import CaseNote, kind_of
from casework.referrals.models import Involvement, Referral
from casework.words import london_date, say_date, say_when
from workbook.programmes.models import FamilyProgramme
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import may_record_decision


def _itself(due: DueDate) -> tuple[int, ...]:
    return (due.subject_id,)


def _referral(due: DueDate) -> tuple[int, ...]:
    return (cast("Involvement", due.subject).referral_id,)


def _part(due: DueDate) -> tuple[int, ...]:
    return (cast("DelegatedTask", due.subject).part_id,)


def _child(due: DueDate) -> str:
    return str(due.child) if due.child else ""


def _of_child(due: DueDate) -> tuple[int, ...]:
    return (due.child_id,) if due.child_id else ()


def _expected_child(due: DueDate) -> str:
    on_day = f", expected {say_date(due.child.expected)}" if due.child and due.child.expected else ""
    return f"{_child(due)}{on_day}"


def _visit(due: DueDate) -> str:
    note = cast("CaseNote", due.subject)
    return f"{kind_of(note).label.lower()} of {say_when(cast('datetime', note.took_place_at))}"


def _conference(due: DueDate) -> str:
    on_day = f"conference on {say_date(london_date(due.anchor_at))}" if due.anchor_at else ""
    return ", ".join(each for each in (_child(due), on_day) if each)


PEOPLE, PROGRAMME, SUMMARY = Page("people"), Way(Page("programme", _itself)), Way(Page("summary", _itself))
WRITE_UP = Way(Page("note-write-up", _itself), Can.RECORD, read=Page("note", _itself), owner_only=True)
DECIDE = Way(Page("referral-decide", _referral), "decide_referral", read=PEOPLE)
EARLY_HELP = Way(Page("early-help-decided", _itself), "decide_referral", read=PEOPLE)
NOT_SEEN = Way(Page("child-not-seen", _itself), Can.RECORD, read=PEOPLE)
DECIDE_ON_WORKBOOK = Way(Page("workbook-decide", _itself), may_record_decision, read=Page("workbook"))
EXPECTED = Way(Page("person-changes", _of_child), Can.LEAD, read=PEOPLE)
NAME_LEAD = Way(Page("lead-change"), Can.DECIDE, read=Page("allocations"))
NAME_SUPPORT = Way(Page("lead-support"), Can.DECIDE, read=Page("allocations"))
SUPERVISE = Way(Page("note-record"), Can.RECORD, read=Page("notes"))
PLAN_A_VISIT = Way(Page("note-plan"), Can.RECORD, read=Page("notes"))

register(
    ClockPage("visit_write_up", CaseNote, WRITE_UP, about=_visit, needs=Needs.ROW),
    ClockPage("first_visit", Family, PLAN_A_VISIT, needs=Needs.NOTHING),
    ClockPage("early_help_assessment", Allocation, Way(Page("allocations")), needs=Needs.NOTHING),
    ClockPage("lead_named", Family, NAME_LEAD, needs=Needs.NOTHING),
    ClockPage("overseer_named", Allocation, NAME_SUPPORT, needs=Needs.NOTHING),
    ClockPage("co_worker_named", Allocation, NAME_SUPPORT, needs=Needs.NOTHING),
    ClockPage("lead_supervision", Allocation, SUPERVISE, needs=Needs.NOTHING),
    ClockPage("referral_decision", Involvement, DECIDE, about=_child, needs=Needs.ROW),
    ClockPage("early_help_decision", Involvement, EARLY_HELP, about=_child),
    ClockPage("harm_alleged", Involvement, NOT_SEEN, about=_child),
    ClockPage(
        "coming_of_age",
        Involvement,
        Way(Page("coming-of-age", _itself), Can.LEAD, read=Page("people")),
        about=_child,
        after_18=True,
    ),
    ClockPage("workbook_decision", Referral, DECIDE_ON_WORKBOOK),
    ClockPage("group_supervision", Workbook, Way(Page("supervision-next")), needs=Needs.NOTHING),
    ClockPage("summary_update", InterventionSummary, SUMMARY),
    ClockPage("summary_before_supervision", InterventionSummary, SUMMARY),
    ClockPage("delegated_task", DelegatedTask, Way(Page("summary", _part)), needs=Needs.ROW),
    ClockPage("modules_touched", FamilyProgramme, PROGRAMME),
    ClockPage("modules_first", FamilyProgramme, PROGRAMME),
    ClockPage("module_children", FamilyMember, Way(Page("programmes")), about=_child, needs=Needs.NOTHING),
    ClockPage("assessment_before_conference", FamilyProgramme, PROGRAMME, about=_conference),
    ClockPage("assessment_before_review", FamilyProgramme, PROGRAMME, about=_child),
    ClockPage("assessment_after_change", FamilyProgramme, PROGRAMME),
    ClockPage("assessment_yearly", FamilyProgramme, PROGRAMME),
    ClockPage("expected_birth", FamilyMember, EXPECTED, about=_expected_child, needs=Needs.NOTHING),
)
