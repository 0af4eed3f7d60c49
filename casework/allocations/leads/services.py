"""Who leads on which days, who oversees the lead and who works beside them (A11.1)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from casework.access import Can, require
from casework.allocations.clocks import follow_lead
from casework.allocations.leads.checks import LeadTerms, check_co_worker, check_overseer
from casework.allocations.leads.clocks import need_no_co_worker
from casework.allocations.leads.queries import fingerprint_of_support
from casework.allocations.models import Allocation, EarlierLead
from casework.allocations.queries import leads_on
from casework.practice.calendar import DAY
from casework.refusal import Conflict
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User

# First and last day: of the lead and who oversees it, and of working beside the lead.
OVERSEEN = (("overseen_from", "overseen_until"),)
LEADING = (("lead_from", "lead_until"), *OVERSEEN)
KEPT = (
    "lead_from", "lead_until", "agreed_on", "agreement_recorded_by", "overseer", "overseen_from", "overseen_until",
)  # fmt: skip
CO_WORKING = (("co_works_from", "co_works_until"),)


@in_service
def make_lead(
    allocation: Allocation, from_date: date, terms: LeadTerms, *, by: User, until: date | None = None
) -> None:
    """From that day this one leads and nobody else; the days before it stay as they are (A11.1).

    Who leads until that day, or the one before, leads on. An earlier lead of the same part is kept. With `until` they
    lead no longer than that day, and who is named for later stays named; nobody else leads on the days between.
    """
    continues = allocation.lead_until is not None and allocation.lead_until >= from_date - DAY
    since = min(allocation.lead_from, from_date) if continues and allocation.lead_from else from_date
    if not continues:
        _keep_earlier(allocation)
    from_that_day = Q(lead_until=None) | Q(lead_until__gte=from_date)
    others = allocation.family.allocation_set.filter(from_that_day, lead_from__isnull=False).exclude(pk=allocation.pk)
    for other in others if until is None else ():
        change(other, **ended(other, from_date - DAY, LEADING))
    same = continues and terms.overseer is not None and allocation.overseer_id == terms.overseer.pk
    overseen_from = allocation.overseen_from if same else from_date
    change(
        allocation, lead_from=since, lead_until=until, agreed_on=terms.agreed_on,
        agreement_recorded_by=by if terms.agreed_on else None, overseer=terms.overseer,
        overseen_from=overseen_from if terms.overseer else None,
        overseen_until=until if terms.overseer else None,
        **ended(allocation, from_date - DAY, CO_WORKING),
    )  # fmt: skip


def _keep_earlier(allocation: Allocation) -> None:
    """The lead that the part has had, whose columns the next one takes."""
    if allocation.lead_from and allocation.lead_until:
        kept = {name: getattr(allocation, name) for name in KEPT}
        EarlierLead.objects.create(family=allocation.family, allocation=allocation, **kept)


@in_service
def stay_beside(allocation: Allocation, from_date: date) -> None:
    """From that day this one is the co-worker and nobody else."""
    from_that_day = Q(co_works_until=None) | Q(co_works_until__gte=from_date)
    parts = allocation.family.allocation_set.filter(from_that_day, co_works_from__isnull=False)
    for other in parts.exclude(pk=allocation.pk):
        change(other, **ended(other, from_date - DAY, CO_WORKING))
    if not parts.filter(pk=allocation.pk, co_works_from__lte=from_date, co_works_until=None).exists():
        change(allocation, co_works_from=from_date, co_works_until=None)


@service
def change_support(
    allocation: Allocation, *, overseer: User | None, co_worker: User | None, by: User, at: datetime,
    fingerprint: str | None = None,
) -> Allocation:  # fmt: skip
    """From today `overseer` oversees the work of this lead, and `co_worker` stays beside them; None is nobody.

    Who did so until now did until yesterday: the dates and the history say it. `fingerprint` is
    `fingerprint_of_support` as the page showed it, None where none did.
    """
    family = lock(allocation.family)
    require(by, family, Can.DECIDE)
    allocation = lock(allocation, "family", "worker")
    today = timezone.localdate(at)
    if not leads_on(allocation, today):
        raise Conflict(f"{allocation.worker} does not lead the work any more. Open the page of workers again.")
    if fingerprint is not None:
        check_fingerprint(fingerprint, fingerprint_of_support(allocation, today))
    _change_overseer(allocation, overseer, by, today)
    _change_co_worker(allocation, co_worker, today)
    if co_worker is None:
        need_no_co_worker(family, at=at)
    follow_lead(family, at=at)
    return allocation


def _change_overseer(allocation: Allocation, overseer: User | None, by: User, today: date) -> None:
    if overseer and overseer.pk == allocation.overseer_id and allocation.overseen_until is None:
        check_overseer(allocation.family, allocation.worker, allocation.role, overseer, by, today)
        return
    check_overseer(allocation.family, allocation.worker, allocation.role, overseer, by, today)
    if overseer:
        change(allocation, overseer=overseer, overseen_from=today, overseen_until=None)
    else:
        change(allocation, **ended(allocation, today - DAY, OVERSEEN))


def _change_co_worker(allocation: Allocation, co_worker: User | None, today: date) -> None:
    family = allocation.family
    if co_worker:
        stay_beside(check_co_worker(family, co_worker, allocation.worker, allocation.role, today), today)
    else:
        for part in family.allocation_set.working_beside_the_lead(today):
            change(part, **ended(part, today - DAY, CO_WORKING))


def end_of_lead(allocation: Allocation, last_day: date) -> dict[str, Any]:
    """Columns to change: nobody leads, is overseen or works beside the lead longer than their part lasts."""
    return ended(allocation, last_day, LEADING + CO_WORKING)


def ended(allocation: Allocation, last_day: date, periods: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Columns to change for these periods to end with `last_day`; one that had not begun by then never does."""
    columns: dict[str, Any] = {}
    for first, last in periods:
        since, until = getattr(allocation, first), getattr(allocation, last)
        if since and not (until and until <= last_day):
            columns |= {last: last_day} if since <= last_day else {first: None, last: None}
    return columns | {"overseer": None} if columns.get("overseen_from", last_day) is None else columns


def goes_on(allocation: Allocation, last_day: date) -> dict[str, Any]:
    """Columns to change where a part goes on that was to end with `last_day`: what ended with it does not.

    What somebody else does after that day it does not touch, and goes on until the day before.
    """
    later = allocation.family.allocation_set.exclude(pk=allocation.pk)
    columns: dict[str, Any] = {}
    for first, last in LEADING + CO_WORKING:
        # Who oversees the lead does so as long as the lead lasts.
        name = "lead_from" if first == "overseen_from" else first
        others = later.filter(**{f"{name}__gt": last_day}).order_by(name).values_list(name, flat=True)
        if getattr(allocation, last) == last_day:
            columns[last] = others[0] - DAY if others else None
    return columns
