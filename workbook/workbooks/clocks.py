"""The due dates of a family's Workbook: the decision on it, and the monthly group supervision (C19, C30)."""

from datetime import datetime

from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.referrals import clocks
from casework.referrals.models import Referral
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import referral_with_open_case


def start_decision_after_transfer(family: Family, *, at: datetime) -> None:
    """The family came to another team: within a day its managers decide (C19), unless a Workbook is open."""
    referral = referral_with_open_case(family)
    if referral:
        clocks.start_workbook_decision(referral, at=at)


def start_decision_again(referral: Referral, *, at: datetime) -> None:
    """A vulnerability emerged; a day that runs already runs on."""
    if not running_clock(clocks.WORKBOOK_DECISION, referral).exists():
        clocks.start_workbook_decision(referral, at=at)


def meet_decision(referral: Referral, *, opened: bool, at: datetime) -> None:
    """Either decision answers the question of its referral; a Workbook that is open, that of all of the family's."""
    answered = referral.family.referral_set.all() if opened else [referral]
    for one in answered:
        duedates.meet(clocks.WORKBOOK_DECISION, one, at=at)


def undo_group_supervision(workbook: Workbook, *, was: datetime, at: datetime) -> None:
    """It was not held at `was` after all: the month before it runs again, due when it was (C30)."""
    lead = family_lead(workbook.family)
    duedates.cancel("group_supervision", workbook, at=at)
    duedates.undo_meet("group_supervision", workbook, was=was, owner=lead.worker if lead else None)


def start_group_supervision(workbook: Workbook, *, at: datetime) -> None:
    """One calendar month from the opening, then from each supervision held (C30)."""
    lead = family_lead(workbook.family)
    duedates.start(
        "group_supervision",
        workbook,
        family=workbook.family,
        at=at,
        owner=lead.worker if lead else None,
    )
