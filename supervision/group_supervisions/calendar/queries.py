"""Supervisions to come and to be signed off, over all the families that somebody sees."""

from datetime import date
from typing import Protocol

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.models import Family
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import BEFORE_SUPERVISION


class WithAllocatedNow(Protocol):
    """A family fetched with `allocated_on`."""

    allocated_now: list[Allocation]


def allocated_on(day: date) -> Prefetch:
    """To prefetch who works with each family on `day`, as `allocated_now`."""
    allocations = Allocation.objects.on(day).select_related("worker")
    return Prefetch("family__allocation_set", allocations, to_attr="allocated_now")


def upcoming(families: QuerySet[Family]) -> QuerySet[WorkbookEpisode]:
    """Episodes of `families` whose supervision is not held yet, the earliest planned first."""
    return (
        WorkbookEpisode.objects.filter(family__in=families, state__in=BEFORE_SUPERVISION)
        .select_related("family", "supervision")
        .prefetch_related(allocated_on(timezone.localdate()), "summaries__worker", "supervision__packs")
        .order_by("supervision_planned_for", "pk")
    )


def to_sign_off(families: QuerySet[Family]) -> QuerySet[GroupSupervision]:
    """Held and not signed, the longest waiting first."""
    return (
        GroupSupervision.objects.filter(family__in=families, state=SupervisionState.HELD)
        .select_related("family", "episode")
        .order_by("held_at")
    )
