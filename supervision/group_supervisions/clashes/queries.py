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
    """By episode of another of `families`, less than an hour from `planned_for`, the workers of both, by name.

    From the few families of these workers, so that it costs the same in a county of any size.
    """
    allocated = Allocation.objects.on(timezone.localdate(planned_for)).filter(worker__is_active=True)
    mine = list(allocated.filter(family=family).order_by().values_list("worker", flat=True))
    others = allocated.filter(worker__in=mine).exclude(family=family).select_related("worker")
    workers: dict[int, list[User]] = {}
    for allocation in others.order_by("worker__name", "pk"):
        workers.setdefault(allocation.family_id, []).append(allocation.worker)
    near = WorkbookEpisode.objects.filter(
        family__in=list(workers), state__in=BEFORE_SUPERVISION, supervision_planned_for__gt=planned_for - HOUR,
        supervision_planned_for__lt=planned_for + HOUR,
    )  # fmt: skip
    found = list(near.select_related("family").order_by("supervision_planned_for", "pk"))
    if not found:
        return {}
    visible = set(families.filter(pk__in=[each.family_id for each in found]).values_list("pk", flat=True))
    return {each: workers[each.family_id] for each in found if each.family_id in visible}
