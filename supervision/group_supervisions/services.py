"""What the services of a group supervision share: the lock on its row, and the news that its workers are sent."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from casework.families.models import Family
from casework.notifications.services import notify
from casework.trail.acting import in_service
from casework.trail.rows import lock
from casework.trail.versions import check_version
from casework.users.models import User
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState

CHANGED_SINCE = (
    "This supervision was changed since you opened the page. Your text is still here: compare and save again."
)
SIGNED_OFF_SINCE = (
    "This supervision was signed off since you opened the page, so it does not change any more. Your text is still "
    "here: copy what you want to keep."
)
NOT_HELD_SINCE = (
    "The Workbook was closed since you opened the page, so this supervision is not held. Your text is still here: copy "
    "what you want to keep."
)
CONFLICTS = {SupervisionState.SIGNED_OFF: SIGNED_OFF_SINCE, SupervisionState.NOT_HELD: NOT_HELD_SINCE}


def lock_supervision(supervision: GroupSupervision, version: int | None = None) -> GroupSupervision:
    """The row as `lock_version` gives it. The family's row first, as closing the Workbook does: no deadlock."""
    lock(supervision.family)
    supervision = lock(supervision, "family__headline", "episode__workbook", "episode__family")
    check_version(supervision, version, CONFLICTS.get(SupervisionState(supervision.state), CHANGED_SINCE))
    return supervision


@in_service
def notify_workers(
    kind: str, family: Family, *, subject: Model, by: User, at: datetime, others: Iterable[User] = ()
) -> None:
    """Tell those allocated now, and `others`, but not the one who did it."""
    allocated = family.allocation_set.on(timezone.localdate(at))
    workers = User.objects.filter(allocations__in=allocated, is_active=True)
    notify(kind, {*workers, *others} - {by}, subject=subject, family=family, by=by, at=at)
