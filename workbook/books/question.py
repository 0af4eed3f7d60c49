"""The question whether a Workbook is opened: when it is asked, and what answers it (A1.6, A1.10, C19)."""

from casework.duedates import services as duedates
from casework.referrals import clocks

NO_OPEN_CASE = "No child's case is open on this referral any more. Record a new referral first."


def referral_in_question(family):
    """The latest referral on which somebody's case is open, or None."""
    return family.referral_set.filter(involvements__isnull=False, involvements__closed_on=None).first()


def has_open_case(referral):
    """Whether the case of a child is open on it; only then a Workbook is decided on (A1.6)."""
    return referral.involvements.filter(closed_on=None).exists()


def referral_asked_about(family):
    """The referral in question; where no case is open any more the latest, or None."""
    return referral_in_question(family) or family.referral_set.first()


def is_open(referral):
    """Whether the decision is still to be taken: it was asked for and not answered since (A1.6, A1.10)."""
    return duedates.running(clocks.WORKBOOK_DECISION, referral).exists() or bool(unanswered(referral))


def unanswered(referral):
    """The vulnerabilities that emerged since the latest decision, the latest first (A1.10)."""
    emerged = referral.emerged_vulnerabilities.select_related("by")
    latest = referral.workbook_decisions.first()
    return list(emerged.filter(at__gt=latest.at) if latest else emerged)


def ask_after_transfer(family, *, at):
    """The family came to another team: within a day its managers decide (C19), unless a Workbook is open."""
    referral = referral_in_question(family)
    if referral:
        clocks.start_workbook_decision(referral, at=at)


def ask_again(referral, *, at):
    """A vulnerability emerged; a day that runs already runs on."""
    if not duedates.running(clocks.WORKBOOK_DECISION, referral).exists():
        clocks.start_workbook_decision(referral, at=at)


def answer(referral, *, opened, at):
    """Either decision answers the question of its referral; a Workbook that is open, that of all of the family's."""
    answered = referral.family.referral_set.all() if opened else [referral]
    for one in answered:
        duedates.meet(clocks.WORKBOOK_DECISION, one, at=at)
