"""Allocations on which something is to be carried out, and the colleagues who stay."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from casework.actions.queries import workers_with
from casework.allocations import queries
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.users.models import User
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState


def colleagues_of(allocation: Allocation, today: date) -> QuerySet[User]:
    """The others who work with the family and stay."""
    staying = allocation.family.allocation_set.on(today).filter(until_date=None).exclude(pk=allocation.pk)
    return User.objects.filter(allocations__in=staying).order_by("name")


def ended_with_work_left(today: date) -> list[Allocation]:
    """Parts that ended before `today` and have something open still."""
    waiting = InterventionSummary.objects.filter(allocation=OuterRef("pk"), state=SummaryState.OPEN)
    left = Allocation.objects.filter(Exists(waiting), until_date__lt=today)
    found = queries.ended_with_open_work(today).values("pk").union(left.values("pk"))
    return list(Allocation.objects.filter(pk__in=found))


def begun_without_summary(today: date) -> list[Allocation]:
    """Parts that have begun in families with an open Workbook and have no summary in it."""
    workbook = Workbook.objects.filter(family=OuterRef("family"), state=WorkbookState.OPEN)
    summaries = InterventionSummary.objects.filter(
        allocation=OuterRef("pk"), episode__workbook__state=WorkbookState.OPEN
    )
    return list(Allocation.objects.on(today).filter(Exists(workbook), ~Exists(summaries)))


def allocations_with_lead(family: Family, today: date) -> QuerySet[Allocation]:
    """Every part that a worker has or had with the family, the lead first."""
    parts = family.allocation_set.with_lead(today).prefetch_related("earlier_leads")
    return parts.select_related("worker", "handed_to", "overseer", "agreement_recorded_by")


def others_with(allocation: Allocation, today: date) -> QuerySet[User]:
    """Those who work with the family, and those of its team, but the worker: who may go on with what is open."""
    ids = [user.pk for user in workers_with(allocation.family, today)]
    return User.objects.filter(pk__in=ids).exclude(pk=allocation.worker_id)


def nobody() -> QuerySet[User]:
    return User.objects.none()
