"""Withdrawing an involvement that was opened in error."""

from datetime import datetime

from django.utils import timezone

from casework.access import require_grade
from casework.allocations.queries import lead_and_managers
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.in_error import services as in_error
from casework.in_error.models import InErrorReason
from casework.referrals import clocks
from casework.referrals.models import Involvement
from casework.referrals.services import follow_first_visit
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.withdrawals.checks import check_withdrawal


@service
def withdraw(
    involvement: Involvement, *, because: str, by: User, at: datetime, reason: str = InErrorReason.OTHER
) -> Involvement:
    """A child's case was opened in error: its referral's page and the history show it, nothing else counts it.

    Refused where something was recorded in it, which is then named. Its clocks end.
    """
    family = lock(involvement.family)
    require_grade(by, family, "decide_referral")
    involvement = lock(involvement, "child", "family", "referral")
    check_withdrawal(involvement, because)
    told = lead_and_managers(family, timezone.localdate(at))
    in_error.record(involvement, reason=reason, because=because, told=told, by=by, at=at)
    change(involvement, withdrawn_because=in_error.said(reason), withdrawn_by=by, withdrawn_at=at)
    if involvement.closed_on is None:
        duedates.cancel_for_family(family, child=involvement.child, at=at)
    duedates.cancel_all_of(involvement, at=at)
    clocks.follow_end(involvement.referral, at=at)
    follow_first_visit(family, at=at)
    carry_over([family.pk], at=at)
    return involvement
