"""What an allocation and its end must hold."""

from datetime import date, datetime, timedelta

from casework.access import Can, access_of
from casework.access.queries import in_conflict
from casework.allocations import queries
from casework.allocations.leads.checks import check_agency, check_born_by_then, check_may_lead
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead, role_holders
from casework.families.models import Family
from casework.lives.checks import DUE, PLANNED_VISIT, check_day, check_order
from casework.refusal import Conflict, Odd, Refusal
from casework.trail.confirming import ask
from casework.users.models import User
from casework.users.roles import PRACTITIONERS, Role
from casework.words import say_date

FAR_AHEAD = timedelta(days=92)


def check_allocation(
    family: Family, worker: User, *, role: str, lead: bool, from_date: date, today: date, by: User, agency: str = ""
) -> None:
    if role not in PRACTITIONERS:
        raise Refusal("Choose a practitioner's role.", "role")
    if not worker.is_active:
        raise Refusal(f"{worker} does not work here any more. Choose somebody else.", "worker")
    if not restriction_allows(worker, family, from_date):
        raise Refusal(
            f"This family is restricted and {worker} is not on its list, so no work with it can be sent to them. Put "
            f"{worker} on the list first, or choose somebody else.",
            "worker",
        )
    if in_conflict(family, from_date).filter(user=worker).exists():
        raise Refusal(f"{worker} has a conflict of interest with this family. Choose somebody else.", "worker")
    if not role_holders(family, by, from_date).filter(user=worker, role=role).exists():
        raise Refusal(
            f"{worker} does not work as {Role(role).label.lower()} in the family's team or in one that you manage. "
            "Choose somebody who does.",
            "worker",
        )
    if family.allocation_set.filter(worker=worker, until_date=None).exists():
        raise Refusal(f"{worker} is already allocated to this family.", "worker")
    if family.allocation_set.on(from_date).filter(worker=worker).exists():
        raise Refusal(f"{worker} is allocated until a later day. Choose a day after it.", "worker")
    check_agency(worker, role, agency)
    if lead:
        check_may_lead(family, role, from_date, field="lead")
    if lead:
        check_nobody_leads(family, from_date, today, "lead")


def check_nobody_leads(family: Family, from_date: date, today: date, field: str) -> None:
    """Refuse a new lead from a day on or after which somebody led, leads or is named to lead: theirs would be lost."""
    if existing := family_lead(family, from_date):
        raise Refusal(f"{existing.worker} already leads the work with this family. One worker leads at a time.", field)
    spans = queries.leads_from(family, from_date)
    if not spans:
        return
    last = spans[-1]
    if last.until is None or last.until >= today:
        raise Refusal(
            f"{last.worker} leads the work with this family from {say_date(last.since)}. One worker leads at a time: "
            "change who leads on the page of workers.",
            field,
        )
    raise Refusal(
        f"{last.worker} led the work with this family until {say_date(last.until)}. Give a day after that for the new "
        "lead.",
        field,
    )


def restriction_allows(user: User, family: Family, day: date) -> bool:
    """Whether the family is open to somebody as far as its restriction goes."""
    restricted = family.restriction_set.on(day).exists()
    return not restricted or family.restrictionreader_set.on(day).filter(user=user).exists()


def check_end(allocation: Allocation, *, because: str, last_day: date, summary: str, outcome: str, today: date) -> None:
    if allocation.until_date is not None:
        raise Conflict(
            f"{allocation.worker}'s part ends already, on {say_date(allocation.until_date)}. Nothing more was changed."
        )
    if not Allocation.ended_because.field.may_choose(because, today):
        raise Refusal("Choose why the part ends.", "because")
    if last_day < allocation.from_date:
        raise Refusal(
            f"{allocation.worker}'s part began on {say_date(allocation.from_date)}. Give that day or a later one.",
            "last_day",
        )
    _check_not_far(allocation, last_day, today)
    if not summary.strip():
        raise Refusal("Write the summary of involvement.", "summary")
    if not outcome.strip():
        raise Refusal("Write what the work brought about.", "outcome")


def _check_not_far(allocation: Allocation, last_day: date, today: date) -> None:
    """An end that lies ahead can be taken back until it has come; one that is far ahead is mostly a slip."""
    check_day(PLANNED_VISIT, last_day, today, "last_day")
    if last_day > today + FAR_AHEAD:
        ask(
            Odd(
                f"{say_date(last_day)} is more than three months ahead. {allocation.worker}'s part would go on until "
                "then: check the date.",
                "last_day",
                brief="a part ends more than three months ahead",
            )
        )


def check_days(family: Family, from_date: date, assessment_due_on: date | None, today: date) -> None:
    check_born_by_then(PLANNED_VISIT, family, from_date, today, "from_date")
    if assessment_due_on:
        check_day(DUE, assessment_due_on, today, "assessment_due_on")
        check_order("The part begins on", from_date, "The assessment", assessment_due_on, "assessment_due_on")


def check_end_to_come(allocation: Allocation, today: date) -> date:
    """The last day, which has not passed; Refusal where there is none, or it has."""
    if allocation.until_date is None:
        raise Conflict(f"{allocation.worker}'s part has no end. Nothing was changed.")
    if allocation.until_date < today:
        raise Refusal(
            f"{allocation.worker}'s part ended on {say_date(allocation.until_date)}. Allocate the worker again."
        )
    if allocation.family.allocation_set.filter(worker=allocation.worker, until_date=None).exists():
        raise Refusal(f"{allocation.worker} is allocated again after that day, so the end stays.")
    return allocation.until_date


def check_taker(allocation: Allocation, taker: User | None, rest_to: User | None) -> None:
    """Who takes over holds the same role; who goes on with the rest works with the family; neither is the worker."""
    for user, field in ((taker, "taker"), (rest_to, "rest_to")):
        if user == allocation.worker:
            raise Refusal(f"{user} is the one whose part ends. Choose somebody else.", field)
    if rest_to and not access_of(rest_to, allocation.family).can(Can.RECORD):
        raise Refusal(f"{rest_to} does not work with this family. Choose somebody who does.", "rest_to")


def check_nothing_left(allocation: Allocation, up_to: datetime) -> None:
    """Refuse where nobody goes on with what the worker took on by `up_to`."""
    if queries.actions_left(allocation, up_to).exists() or queries.visits_left(allocation, up_to).exists():
        raise Refusal(
            f"{allocation.worker} still has open actions or planned visits with this family. Choose who goes on with "
            "them.",
            "rest_to",
        )
