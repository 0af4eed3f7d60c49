"""Whether a case that was closed in error can be reopened: soon, by whoever may close, and where nothing came after."""

from datetime import date, timedelta

from django.utils import timezone

from casework import practice
from casework.closures.models import Closure
from casework.closures.states import ClosureState
from casework.referrals.models import Involvement
from casework.referrals.queries import families_with_open_case
from casework.words import london_date, say_date


def why_not_reopened(closure: Closure, today: date) -> str:
    """A sentence where it cannot be reopened, '' where it can; ask with child, referral and family fetched."""
    if closure.state != ClosureState.AGREED or closure.agreed_at is None:
        return f"This closing is now ‘{closure.get_state_display()}’, so there is nothing to reopen."
    child = closure.involvement.child
    if later := _referred_since(closure):
        return (
            f"{child} was referred again on {say_date(later.referral.received_on)}. That case stands; this one stays "
            "closed. Say with ‘Add to this’ on the closing record that it was finished in error."
        )
    if families_with_open_case(closure.family, [child]):
        return f"{child}’s case is open in another family, and a child’s case is open once."
    if child.died:
        return f"{child} died on {say_date(child.died)}. If that is an error, correct it first."
    last_day = london_date(closure.agreed_at) + timedelta(days=practice.current().settings.case_reopened_days)
    if today > last_day:
        return f"A case can be reopened until {say_date(last_day)} at most. Record a new referral."
    return ""


def _referred_since(closure: Closure) -> Involvement | None:
    involvement = closure.involvement
    others = closure.family.involvement_set.filter(child__in=involvement.child.all_ids).exclude(pk=involvement.pk)
    return others.filter(pk__gt=involvement.pk).select_related("referral").order_by("pk").last()


def may_reopen_now(closure: Closure) -> bool:
    return not why_not_reopened(closure, timezone.localdate())
