"""Where the timescales lead whose pages are of casework, and of whom each is."""

from typing import cast

from casework.access import Can
from casework.access.ways import Page, Way
from casework.actions.models import AgreedAction
from casework.answers.models import Answer
from casework.duedates.models import DueDate
from casework.duedates.registry import ClockPage, Needs, register
from casework.emergencies.models import Emergency
from casework.people.responsibility.models import ParentalResponsibility
from casework.plans.models import Plan
from casework.protections.models import Protection
from casework.referrals.models import Involvement
from casework.words import in_short


def _child(due: DueDate) -> str:
    return str(due.child) if due.child else ""


def _of_child(due: DueDate) -> tuple[int, ...]:
    return (due.child_id,) if due.child_id else ()


def _of_subject(due: DueDate) -> tuple[int, ...]:
    return (due.subject_id,)


def _action(due: DueDate) -> str:
    """What is to be done; of another's, whose it is too."""
    action = cast("AgreedAction", due.subject)
    what = in_short(action.what, 90)
    return what if action.owner_user_id else f"{action.owner}, {what}"


ACTION = Way(Page("action-report", _of_subject), Can.RECORD, read=Page("actions"))
ORDER_ENDS = Way(Page("responsibility", _of_subject), Can.RECORD, read=Page("person", _of_child))

register(
    ClockPage("agreed_action", AgreedAction, ACTION, about=_action, needs=Needs.ROW, related=("owner_person",)),
    ClockPage("agency_action", AgreedAction, ACTION, about=_action, needs=Needs.ROW, related=("owner_person",)),
    ClockPage("agreement_looked_at", AgreedAction, ACTION, about=_action, needs=Needs.ROW, related=("owner_person",)),
    ClockPage("order_ends", ParentalResponsibility, ORDER_ENDS, about=_child),
    ClockPage("early_help_planning", Plan, Way(Page("child-plans", _of_child)), about=_child, needs=Needs.NOTHING),
    ClockPage(
        "protection_settled",
        Protection,
        Way(Page("protection-settle", _of_subject), Can.DECIDE, read=Page("protection", _of_subject)),
        needs=Needs.NOTHING,
    ),
    ClockPage(
        "answer_settled",
        Answer,
        Way(Page("answer-settle", _of_subject), "settle_answer", read=Page("answer", _of_subject)),
    ),
    ClockPage("emergency_reviewed", Emergency, Way(Page("emergency-of-family", _of_subject))),
    ClockPage("case_summary", Involvement, Way(Page("case-summary", _of_child)), about=_child, needs=Needs.NOTHING),
)
