"""What people are notified of, where the pages of the Workbook, of people and of allocations say more."""

from datetime import datetime

from casework.access import Can
from casework.access.ways import Page, Way, of_row
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.notes.models import CaseNote, kind_of
from casework.notifications.registry import Kind, Said, register
from casework.people.models import Person
from casework.practice.calendar import DAY
from casework.referrals.models import Involvement
from casework.words import say_date, say_when
from workbook.planners.models import SupportPlanner
from workbook.programmes.assessments.models import ProgrammeAssessment, SignificantChange
from workbook.programmes.assessments.services import name_of
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import EmergedVulnerability, Workbook
from workbook.workbooks.queries import may_record_decision

ALLOCATIONS, PEOPLE, WORKBOOK = Way(Page("allocations")), Way(Page("people")), Way(Page("workbook"))
SUMMARY = Way(Page("summary", of_row))
PART = Way(Page("summary", lambda task: (task.part_id,)))
WHOLE = Way(Page("summary", lambda task: (task.summary_id,)))
SUPPORT = Way(Page("lead-support"), Can.DECIDE, read=Page("allocations"))
ASSESSMENT = Way(Page("assessment", of_row))
OF_TASK = ("summary__worker", "part__worker", "asked_by")


def _lead_changes(said: Said) -> str:
    allocation = said.row
    return f"{allocation.worker} leads the work" + (
        f" from {say_date(allocation.lead_from)}" if allocation.lead_from else ""
    )


def _overseer_gone(said: Said) -> str:
    overseer, worker = said.row.overseer or "Who oversaw", said.row.worker
    return f"{overseer} cannot oversee the work of {worker} any more. Name somebody else."


def _co_worker_gone(said: Said) -> str:
    return f"{said.row.worker} does not stay with the family beside the lead any more. Name somebody else, or nobody."


def _changes_hands(said: Said) -> str:
    allocation = said.row
    on_day = f" on {say_date(allocation.until_date + DAY)}" if allocation.until_date else ""
    return f"{allocation.handed_to or 'somebody else'} takes over from {allocation.worker}{on_day}"


def _finalised(said: Said) -> str:
    return f"{said.row.worker} finalised the summary for the supervision on {_planned_for(said.row)}"


def _new_red(said: Said) -> str:
    summary = said.row
    held = f"Strategy discussion today: {summary.get_strategy_discussion_display() or 'not said any more'}."
    why = f" {summary.no_strategy_because}" if summary.no_strategy_because else ""
    return f"{summary.worker} rates Red, and did not before. {held}{why}"


def _planned_for(summary: InterventionSummary) -> str:
    return say_when(summary.episode.supervision_planned_for)


def _died(said: Said) -> str:
    person = said.row
    if person.died is None:
        return f"that {person} died was recorded, and corrected since."
    return f"{person} died on {say_date(person.died)}. To close {person}'s part is for a manager."


def _comes_of_age(said: Said) -> str:
    child = said.row.child
    day = say_date(child.comes_of_age) if child.comes_of_age else ""
    return f"{child} turns 18 on {day}. Say what becomes of the case, the case summary and direct work."


def _in_another_family(said: Said) -> str:
    return f"{said.row} was added to another family too, by {said.by}. Agree who works with whom."


def _in_another_workbook(said: Said) -> str:
    family = Family(pk=said.values["of_family"]).reference
    since = say_date(said.notification.at)
    return f"{said.row} is open in the Workbook of family {family} from {since}, as {said.by} decided."


def _opened_for_you(said: Said) -> str:
    return f"{said.by} opened the Workbook, and recorded it as your decision."


def _emerged(said: Said) -> str:
    return f"{said.by} recorded that a vulnerability has emerged. Decide again on a Workbook."


def _planned(said: Said) -> str:
    when = ", ".join(say_when(datetime.fromisoformat(moment)) for moment in said.values["planned_for"])
    return f"{said.by} planned for you with the parents: {when}"


def _on_the_file(said: Said) -> str:
    note = said.row
    what = f"{kind_of(note).label.lower()} of {say_when(note.at)}"
    return f"{said.by} recorded on the file – {what}. You can bring it into your summary."


def _changed(said: Said) -> str:
    return f"{said.by} told of a significant change"


def _submitted(said: Said) -> str:
    return f"{name_of(said.row)}, waits for you as an assessment"


def _taken_back(said: Said) -> str:
    return f"{name_of(said.row)}, was taken back"


def _returned(said: Said) -> str:
    return f"{name_of(said.row)}, was returned by {said.by}"


def _completed(said: Said) -> str:
    return f"{name_of(said.row)}, is completed as an assessment"


def _handed_over(said: Said) -> str:
    return f"{said.by} handed {said.row.worker}'s summary over to {said.users.get(said.values['to'], 'a colleague')}"


def _left_out(said: Said) -> str:
    return f"{said.by} left your summary out of this period{_why(said.row)}"


def _why(summary: InterventionSummary) -> str:
    """The reason for which it is left out; nothing once it is not any more."""
    return f": {summary.left_out_because}" if summary.left_out_because else ""


def _goes_into_yours(said: Said) -> str:
    return f"{said.row.worker}'s part has ended, and their summary goes into yours"


def _not_handed_over(said: Said) -> str:
    words = f"{said.row.worker}'s summary could not be handed over and is left out of this period."
    return f"{words} {said.row.left_out_because}".strip()


def _part_asked(said: Said) -> str:
    return f"{said.row.asked_by} asks you for a part of their summary, by {say_when(said.row.due_at)}"


def _part_not_needed(said: Said) -> str:
    task = said.row
    return f"{said.by} does not need your part of {task.summary.worker}'s summary any more: {task.withdrawn_because}"


def _part_finalised(said: Said) -> str:
    return f"{said.row.part.worker} has finalised a part of your summary"


def _part_not_read(said: Said) -> str:
    whole = said.row.part_of
    if whole is None:
        return "your part of a colleague's summary was not to be read at the supervision; it is your own summary now."
    return (
        f"your part of {whole.worker}'s summary is not read at the supervision, since the whole is left out. Take your "
        "part back if it should be read: it is a summary of your own then, with a rating. Why: "
        f"{whole.left_out_because}"
    )


def _part_left_out(said: Said) -> str:
    return f"{said.row.part.worker}'s part of your summary is left out: {said.row.withdrawn_because}"


def _part_own_again(said: Said) -> str:
    task = said.row
    return f"your part of {task.summary.worker}'s summary is a summary of your own again: {task.withdrawn_because}"


def _part_due_moved(said: Said) -> str:
    task = said.row
    moved = f"is due {say_when(task.due_at)}, since the supervision moved"
    return f"your part of {task.summary.worker}'s summary {moved}"


OF_ASSESSMENT, AN_ASSESSMENT = ("programme",), "A Family Programme as an assessment"
HANDS, PART_OF = "A summary changes hands", "A part of a summary"

register(
    Kind("recorded_on_the_file", CaseNote, "A note on a family of yours", _on_the_file, Way(Page("note", of_row))),
    Kind("lead_changes", Allocation, "Who leads the work changes", _lead_changes, ALLOCATIONS, ("worker",)),
    Kind(
        "overseer_gone", Allocation, "Who oversees the lead has left", _overseer_gone, SUPPORT, ("worker", "overseer")
    ),
    Kind("co_worker_gone", Allocation, "Who stays beside the lead has left", _co_worker_gone, SUPPORT, ("worker",)),
    Kind(
        "work_changes_hands",
        Allocation,
        "Work with a family changes hands",
        _changes_hands,
        ALLOCATIONS,
        ("worker", "handed_to"),
    ),
    Kind(
        "coming_of_age",
        Involvement,
        "Somebody turns 18",
        _comes_of_age,
        Way(Page("coming-of-age", of_row), Can.LEAD, read=Page("people")),
        ("child",),
    ),
    Kind("death", Person, "A death was recorded", _died, PEOPLE),
    Kind(
        "person_in_another_family",
        Person,
        "Somebody of this family was added to another family too",
        _in_another_family,
        PEOPLE,
    ),
    Kind(
        "person_in_another_workbook",
        Person,
        "Somebody is open in another Workbook now",
        _in_another_workbook,
        PEOPLE,
        values=("of_family",),
    ),
    Kind("workbook_opened_for_you", Workbook, "A Workbook was opened as your decision", _opened_for_you, WORKBOOK),
    Kind(
        "vulnerability_emerged",
        EmergedVulnerability,
        "A Workbook is to be decided on",
        _emerged,
        Way(Page("workbook-decide", lambda row: (row.referral_id,)), may_record_decision, read=Page("workbook")),
    ),
    Kind(
        "visits_planned",
        SupportPlanner,
        "A visit was planned for you",
        _planned,
        Way(Page("planner-read", lambda planner: (planner.programme_id, planner.pk))),
        values=("planned_for",),
    ),
    Kind(
        "significant_change",
        SignificantChange,
        "A significant change in a family",
        _changed,
        Way(Page("programme", lambda change: (change.programme_id,))),
    ),
    Kind("assessment_submitted", ProgrammeAssessment, AN_ASSESSMENT, _submitted, ASSESSMENT, OF_ASSESSMENT),
    Kind("assessment_taken_back", ProgrammeAssessment, AN_ASSESSMENT, _taken_back, ASSESSMENT, OF_ASSESSMENT),
    Kind("assessment_returned", ProgrammeAssessment, AN_ASSESSMENT, _returned, ASSESSMENT, OF_ASSESSMENT),
    Kind("assessment_completed", ProgrammeAssessment, AN_ASSESSMENT, _completed, ASSESSMENT, OF_ASSESSMENT),
    Kind("summary_handed_over", InterventionSummary, HANDS, _handed_over, SUMMARY, ("worker",), user_values=("to",)),
    Kind(
        "summary_finalised", InterventionSummary, "A summary was finalised", _finalised, SUMMARY, ("worker", "episode")
    ),
    Kind("summary_new_red", InterventionSummary, "A rating turned to Red", _new_red, SUMMARY, ("worker",)),
    Kind("summary_left_out", InterventionSummary, HANDS, _left_out, SUMMARY),
    Kind("summary_goes_into_yours", InterventionSummary, HANDS, _goes_into_yours, SUMMARY, ("worker",)),
    Kind("summary_not_handed_over", InterventionSummary, HANDS, _not_handed_over, SUMMARY, ("worker",)),
    Kind("part_asked_for", DelegatedTask, PART_OF, _part_asked, PART, OF_TASK),
    Kind("part_not_needed", DelegatedTask, PART_OF, _part_not_needed, PART, OF_TASK),
    Kind("part_finalised", DelegatedTask, PART_OF, _part_finalised, WHOLE, OF_TASK),
    Kind("part_not_read", InterventionSummary, PART_OF, _part_not_read, SUMMARY, ("part_of__worker",)),
    Kind("part_left_out", DelegatedTask, PART_OF, _part_left_out, WHOLE, OF_TASK),
    Kind("part_own_again", DelegatedTask, PART_OF, _part_own_again, PART, OF_TASK),
    Kind("part_due_moved", DelegatedTask, PART_OF, _part_due_moved, PART, OF_TASK),
)
