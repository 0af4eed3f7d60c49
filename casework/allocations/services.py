"""Allocating a worker, ending a worker's part, and who leads the work with a family."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, access_of, require
from casework.allocations import clocks
from casework.allocations.checks import (
    check_allocation,
    check_days,
    check_end,
    check_end_to_come,
    check_nothing_left,
    check_taker,
)
from casework.allocations.leads.checks import (
    LeadTerms,
    check_co_worker,
    check_leads_again,
    check_may_lead,
    check_terms,
)
from casework.allocations.leads.queries import co_works_on, fingerprint_of_leads, rule_for
from casework.allocations.leads.services import end_of_lead, goes_on, make_lead, stay_beside
from casework.allocations.models import Allocation
from casework.allocations.queries import (
    AUTHOR_TIMESCALES,
    actions_left,
    dues_left,
    end_of_allocation,
    family_lead,
    leads_from,
    leads_on,
    visits_left,
)
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.families.models import Family
from casework.notifications.services import notify
from casework.practice.calendar import DAY
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.trail.versions import change_version
from casework.users.models import TeamMembership, User
from casework.words import say_date

NOTHING_SAID = LeadTerms()
CHANGED_LEAD = (
    "Somebody changed who leads since you opened the page. Look at who leads now; save again if it is to change."
)


@in_service
def hand_over_open_work(allocation: Allocation, *, at: datetime, up_to: datetime | None = None) -> None:
    """The open work of the worker whose part is over goes to the one who takes over, or to the team.

    `up_to` is the moment up to which it is of that part, by default its end: what they do later as a colleague is not.
    """
    up_to = up_to or end_of_allocation(allocation)
    family, today = allocation.family, timezone.localdate(at)
    clocks.follow_lead(family, at=at)
    clocks.follow_parts(family, at=at)
    taker = family.allocation_set.on(today).filter(worker=allocation.handed_to_id).select_related("worker").first()
    dues = dues_left(allocation, up_to)
    lost = dues.filter(timescale__in=AUTHOR_TIMESCALES)
    if not access_of(allocation.worker, family, today=today).can(Can.RECORD):
        lost.update(cancelled_at=at)
    rest = dues.exclude(timescale__in=AUTHOR_TIMESCALES)
    duedates.hand_over(rest, to=taker.worker if taker else None, at=at)
    if allocation.handed_to:
        for action in actions_left(allocation, up_to):
            because = f"{allocation.worker}'s involvement ended."
            change(action, owner_user=allocation.handed_to, handed_over_because=because)
            notify("action_handed_over", [allocation.handed_to], subject=action, family=family, at=at)
        for note in visits_left(allocation, up_to):
            change_version(note, author=allocation.handed_to)


@service
def allocate(
    family: Family, worker: User, *, role: str, by: User, at: datetime, lead: bool = False, reason: str = "",
    hypothesis: str = "", assessment_due_on: date | None = None, from_date: date | None = None, agency: str = "",
    terms: LeadTerms = NOTHING_SAID,
) -> Allocation:  # fmt: skip
    """Allocate `worker` in `role` (A9.6). Only somebody who holds that role in a team can be.

    `lead` makes them lead, on these `terms`: a role that may lead what runs for the children (A11.1). `agency` is
    demanded of a worker of another agency.
    """
    require(by, family, Can.DECIDE)
    lock(family)
    today = timezone.localdate(at)
    from_date = from_date or today
    check_days(family, from_date, assessment_due_on, today)
    check_allocation(family, worker, role=role, lead=lead, from_date=from_date, today=today, by=by, agency=agency)
    if lead:
        check_terms(family, worker, role, terms, by=by, today=today)
    allocation = Allocation.objects.create(
        family=family, worker=worker, role=role, reason=reason.strip(), from_date=from_date, agency=agency.strip(),
        hypothesis=hypothesis.strip(), assessment_due_on=assessment_due_on,
    )  # fmt: skip
    clocks.start_assessment(allocation)
    clocks.start_first_visit(allocation, at=at)
    if lead:
        make_lead(allocation, from_date, terms, by=by)
        clocks.follow_lead(family, at=at)
        carry_over([family.pk], at=at)
    return allocation


@service
def change_lead(
    family: Family, worker: User, *, role: str, from_date: date, by: User, at: datetime, agency: str = "",
    terms: LeadTerms = NOTHING_SAID, fingerprint: str | None = None,
) -> Allocation:  # fmt: skip
    """`worker` leads from `from_date` on these `terms`: allocated already, or from that day.

    `fingerprint` is `fingerprint_of_leads` as the page showed it, None where none did; raises Conflict where somebody
    else was named meanwhile.
    """
    require(by, family, Can.DECIDE)
    lock(family)
    today = timezone.localdate(at)
    if fingerprint is not None:
        check_fingerprint(fingerprint, fingerprint_of_leads(family, today), CHANGED_LEAD)
    if from_date < today:
        raise Refusal("Who leads changes today or on a day to come. Give such a day.", "from_date")
    check_days(family, from_date, None, today)
    allocation = _allocation_from(family, worker, role, from_date, "", by, at, agency)
    check_may_lead(family, allocation.role, today, field="worker")
    if allocation.lead_from and allocation.lead_until is None:
        raise Refusal(f"{worker} leads from {say_date(allocation.lead_from)} already.", "worker")
    check_leads_again(allocation, from_date, today)
    check_terms(family, worker, allocation.role, terms, by=by, today=today)
    before = family_lead(family, from_date)
    make_lead(allocation, from_date, terms, by=by)
    if terms.co_worker:
        stay_beside(check_co_worker(family, terms.co_worker, worker, allocation.role, today), from_date)
    clocks.follow_lead(family, at=at)
    carry_over([family.pk], at=at)
    concerned = {worker, before and before.worker, terms.overseer, terms.co_worker}
    _notify("lead_changes", allocation, {user for user in concerned if user and user != by}, by, at)
    return allocation


def _allocation_from(
    family: Family, worker: User, role: str, from_date: date, reason: str, by: User, at: datetime, agency: str
) -> Allocation:
    """The worker's part that goes on from that day, or a new one."""
    existing = family.allocation_set.filter(worker=worker, until_date=None).first()
    if existing is None:
        return allocate(family, worker, role=role, reason=reason, from_date=from_date, agency=agency, by=by, at=at)
    if existing.from_date > from_date:
        raise Refusal(f"{worker}'s part begins only on {say_date(existing.from_date)}. Choose a later day.", "worker")
    return existing


@service
def end(
    allocation: Allocation, *, because: str, last_day: date, summary: str, outcome: str, by: User, at: datetime,
    left_because: str = "", taker: TeamMembership | None = None, rest_to: User | None = None,
    terms: LeadTerms = NOTHING_SAID,
) -> Allocation:  # fmt: skip
    """End a worker's part after `last_day`, with the summary of involvement and its outcome (A9.16).

    `taker` (a membership of the same role) takes over from the next day, with the lead where there was one, on these
    `terms`, if their role may lead what runs, until somebody else leads who led or was named apart; without one,
    `rest_to` goes on with the open actions and planned visits. What changes hands does so on the day after.
    """
    family = lock(allocation.family)
    require(by, family, Can.DECIDE)
    allocation = lock(allocation, "family", "worker")
    today = timezone.localdate(at)
    check_end(allocation, because=because, last_day=last_day, summary=summary, outcome=outcome, today=today)
    check_taker(allocation, taker.user if taker else None, rest_to)
    leads_then, co_works_then = leads_on(allocation, last_day), co_works_on(allocation, last_day)
    change(
        allocation, until_date=last_day, ended_because=because, summary_of_involvement=summary.strip(),
        outcome=outcome.strip(), left_because=left_because.strip(),
        handed_to=taker.user if taker else rest_to, **end_of_lead(allocation, last_day),
    )  # fmt: skip
    if taker:
        successor, led_on = _take_over(allocation, taker, last_day + DAY, terms if leads_then else None, by, at)
        change(allocation, hands_on_lead=led_on)
        if co_works_then:
            stay_beside(successor, last_day + DAY)
    elif rest_to is None:
        check_nothing_left(allocation, up_to=at)
    carry_over([family.pk], at=at)
    if last_day < today:
        hand_over_open_work(allocation, at=at, up_to=at)
    return allocation


@service
def take_back_end(allocation: Allocation, *, by: User, at: datetime) -> Allocation:
    """The part goes on, whose end lay ahead; the lead goes on too, unless somebody else leads by then (A9.16).

    Who was to take over stays allocated from their day, without the lead that they were to have. Who was named to lead
    apart from that stays named.
    """
    family = lock(allocation.family)
    require(by, family, Can.DECIDE)
    allocation = lock(allocation, "family", "worker")
    last_day = check_end_to_come(allocation, timezone.localdate(at))
    handed_on = family.allocation_set.filter(lead_from=last_day + DAY, worker=allocation.handed_to_id)
    for other in handed_on if allocation.hands_on_lead else ():
        change(other, **end_of_lead(other, last_day))
    change(
        allocation, until_date=None, ended_because="", summary_of_involvement="", outcome="", left_because="",
        handed_to=None, hands_on_lead=False, **goes_on(allocation, last_day),
    )  # fmt: skip
    clocks.follow_lead(family, at=at)
    carry_over([family.pk], at=at)
    return allocation


def _take_over(
    allocation: Allocation, taker: TeamMembership, next_day: date, terms: LeadTerms | None, by: User, at: datetime
) -> tuple[Allocation, bool]:
    """The part of the one who takes over, and whether they have the lead, on these terms.

    `terms` are None where the lead is not handed on; nor is it where the role may not lead what runs now, or where
    somebody leads from that day already. Who leads later stays as it is.
    """
    family, today = allocation.family, timezone.localdate(at)
    if taker.role != allocation.role:
        raise Refusal(
            f"{taker.user} does not work as {allocation.get_role_display().lower()}. Choose somebody who does.", "taker"
        )
    try:
        successor = _allocation_from(
            family, taker.user, taker.role, next_day, allocation.reason, by, at, allocation.agency
        )
    except Refusal as refusal:
        raise refusal.at("taker") from refusal
    later = leads_from(family, next_day)
    open_days = not any(span.since <= next_day or span.worker == taker.user for span in later)
    handed_on = terms is not None and open_days and taker.role in rule_for(family, today).may_lead
    if terms is not None and handed_on:
        check_terms(family, taker.user, taker.role, terms, by=by, today=today)
        make_lead(successor, next_day, terms, by=by, until=later[0].since - DAY if later else None)
    _notify("work_changes_hands", allocation, {taker.user, allocation.worker} - {by}, by, at)
    return successor, handed_on


def _notify(kind: str, allocation: Allocation, users: Iterable[User], by: User, at: datetime) -> None:
    working = sorted((user for user in users if user.is_active), key=lambda user: user.pk)
    notify(kind, working, subject=allocation, family=allocation.family, by=by, at=at)
