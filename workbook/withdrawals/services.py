"""Withdrawing an involvement that was opened by mistake."""

from datetime import datetime

from casework.access import require_grade
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.referrals import clocks
from casework.referrals.models import Involvement
from casework.referrals.services import follow_first_visit
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.withdrawals.checks import check_withdrawal


@service
def withdraw(involvement: Involvement, *, because: str, by: User, at: datetime) -> Involvement:
    """A child's case was opened by mistake: its referral's page and the history show it, nothing else counts it.

    Refused where something was recorded in it, which is then named. Its clocks end.
    """
    family = lock(involvement.family)
    require_grade(by, family, "decide_referral")
    involvement = lock(involvement, "child", "family", "referral")
    check_withdrawal(involvement, because)
    change(involvement, withdrawn_because=because.strip(), withdrawn_by=by, withdrawn_at=at)
    if involvement.closed_on is None:
        duedates.cancel_for_family(family, child=involvement.child, at=at)
    duedates.cancel_all_of(involvement, at=at)
    clocks.follow_end(involvement.referral, at=at)
    follow_first_visit(family, at=at)
    carry_over([family.pk], at=at)
    return involvement
