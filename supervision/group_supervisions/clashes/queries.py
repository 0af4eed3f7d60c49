"""Which other families' supervisions are planned with the same workers in the same hour."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.users.models import User
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import BEFORE_SUPERVISION

HOUR = timedelta(hours=1)


def in_the_same_hour(
    family: Family, planned_for: datetime, families: QuerySet[Family]
) -> dict[WorkbookEpisode, list[User]]:
    """By episode of another of `families`, less than an hour from `planned_for`, the workers of both, by name."""
    allocated = Allocation.objects.on(timezone.localdate(planned_for)).filter(worker__is_active=True)
    mine = allocated.filter(family=family).order_by().values("worker")
    near = WorkbookEpisode.objects.filter(
        state__in=BEFORE_SUPERVISION, supervision_planned_for__gt=planned_for - HOUR,
        supervision_planned_for__lt=planned_for + HOUR,
    ).exclude(family=family)  # fmt: skip
    shared = allocated.filter(worker__in=mine, family__in=near.order_by().values("family"))
    shared = shared.filter(family__in=families).select_related("worker").order_by("worker__name", "pk")
    workers: dict[int, list[User]] = {}
    for allocation in shared:
        workers.setdefault(allocation.family_id, []).append(allocation.worker)
    episodes = near.filter(family__in=list(workers)).select_related("family") if workers else ()
    return {each: workers[each.family_id] for each in sorted(episodes, key=lambda each: each.supervision_planned_for)}
