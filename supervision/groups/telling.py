"""Who is told of a group supervision, and where they find it."""

from django.urls import reverse
from django.utils import timezone

from casework.notifications.services import notify
from casework.users.holders import holders_of
from casework.users.models import User
from casework.users.roles import Role
from supervision.groups.models import GroupSupervision


def tell_workers(episode, what, *, by, at, others=()):
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


def business_support(family, at):
    """The active business support of the team that works with the family."""
    day = timezone.localdate(at)
    teams = family.familyteam_set.on(day).values("team")
    return holders_of([Role.BUSINESS_SUPPORT], teams=teams, today=day)
