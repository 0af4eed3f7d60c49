"""What the services of a group supervision share: the lock on its row, and the news that its workers are told."""

from django.urls import reverse
from django.utils import timezone

from casework.notifications.services import notify
from casework.refusal import Conflict
from casework.trail.rows import lock
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


def locked(supervision, version=None):
    """The family first, as closing the Workbook does: the two never wait for each other in a ring."""
    lock(supervision.family)
    supervision = (
        GroupSupervision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family__headline", "episode__workbook", "episode__family")
        .get(pk=supervision.pk)
    )
    if version is not None and supervision.version != version:
        raise Conflict(CONFLICTS.get(supervision.state, CHANGED_SINCE))
    return supervision


def notify_workers(episode, what, *, by, at, others=()):
    """Tell those allocated now, and `others`, but not the one who did it."""
    allocated = episode.family.allocation_set.on(timezone.localdate(at))
    workers = User.objects.filter(allocations__in=allocated, is_active=True)
    notify(
        {*workers, *others} - {by},
        family=episode.family,
        text=f"{episode.family}: {what}",
        url=_page_of(episode),
        at=at,
        subject="News of a group supervision",
    )


def _page_of(episode):
    supervision = GroupSupervision.objects.filter(episode=episode).first()
    if supervision:
        return reverse("supervision", args=[episode.family_id, supervision.pk])
    return reverse("workbook", args=[episode.family_id])
