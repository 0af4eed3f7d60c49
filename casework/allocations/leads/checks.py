"""What must hold of somebody who is to lead, and of who oversees them or stays beside them (A11.1)."""

from datetime import date
from typing import NamedTuple

from casework import practice
from casework.allocations.leads.queries import (
    holds_the_case,
    is_qualified,
    lead_needed,
    overseers_for,
    rule_for,
)
from casework.allocations.models import Allocation
from casework.families.models import CHILDREN, Family
from casework.lives.checks import AGREEMENT, What, check_in_family, check_since_case
from casework.lives.queries import work_began
from casework.practice.calendar import DAY
from casework.refusal import Refusal
from casework.users.models import User
from casework.users.roles import OUTSIDE, Role
from casework.words import say_date


class LeadTerms(NamedTuple):
    """What is said of somebody who is named to lead: when they agreed, who oversees them, who stays as co-worker."""

    agreed_on: date | None = None
    overseer: User | None = None
    co_worker: User | None = None


def check_may_lead(family: Family, role: str, day: date, *, field: str) -> None:
    if role not in rule_for(family, day).may_lead:
        raise Refusal(f"{lead_needed(family, day)} Choose one to lead.", field)


def check_terms(family: Family, worker: User, role: str, terms: LeadTerms, *, by: User, today: date) -> None:
    """What the practice file wants on record of a lead, most of it of one without a social work qualification."""
    _check_agreement(family, worker, role, terms.agreed_on, today)
    check_overseer(family, worker, role, terms.overseer, by, today)
    if terms.co_worker:
        check_co_worker(family, terms.co_worker, worker, role, today)


def _check_agreement(family: Family, worker: User, role: str, agreed_on: date | None, today: date) -> None:
    if agreed_on and agreed_on > today:
        raise Refusal("Nobody has agreed on a day to come. Give the day on which they agreed.", "agreed_on")
    if agreed_on:
        check_since_work(AGREEMENT, family, agreed_on, today, "agreed_on")
    if agreed_on is None and rule_for(family, today).agreement and not is_qualified(role):
        raise Refusal(
            f"Ask {worker} whether they agree to lead, and give the day on which they agreed: as "
            f"{Role(role).label.lower()} nobody leads without.",
            "agreed_on",
        )


def check_since_work(what: What, family: Family, day: date, today: date, field: str) -> None:
    """Refuse what is of the work with the family and from before it began, as far as that is known."""
    began = work_began(family)
    check_since_case(what, day, began, today, field)
    if began is None:
        check_born_by_then(what, family, day, today, field)


def check_born_by_then(what: What, family: Family, day: date, today: date, field: str) -> None:
    """Refuse what is of the work with the family and from before any of its children; without one, before anybody."""
    rows = family.familymember_set.select_related("person")
    children = [row.person for row in rows if row.role in CHILDREN]
    check_in_family(what, day, children or [row.person for row in rows], today, field)


def check_overseer(family: Family, worker: User, role: str, overseer: User | None, by: User, today: date) -> None:
    """Of a lead of that role; None where nobody is to oversee them."""
    if overseer is None:
        if rule_for(family, today).overseer and not is_qualified(role):
            raise Refusal(
                f"{worker} leads without a social work qualification. Choose who oversees the work.", "overseer"
            )
        return
    if overseer == worker:
        raise Refusal("Nobody oversees themselves. Choose somebody else.", "overseer")
    if not overseers_for(family, by, today).filter(pk=overseer.pk).exists():
        raise Refusal(
            f"{overseer} cannot oversee the work with this family. Choose one of those who are offered.",
            "overseer",
        )


def check_co_worker(family: Family, co_worker: User, lead: User, lead_role: str, today: date) -> Allocation:
    """Who stays beside the lead works with the family in the role that the practice file names; gives their part."""
    role = practice.current().case_holder.co_worker
    if not holds_the_case(lead_role) or role is None:
        raise Refusal(f"Nobody stays beside a {Role(lead_role).label.lower()}. Leave the co-worker open.", "co_worker")
    if co_worker == lead:
        raise Refusal("Whoever leads is not the co-worker too. Choose somebody else, or leave it open.", "co_worker")
    part = family.allocation_set.on(today).filter(worker=co_worker, role=role, until_date=None).first()
    if part is None:
        who = Role(role).label.lower()
        raise Refusal(f"{co_worker} does not work with this family as {who}. Choose somebody who does.", "co_worker")
    return part


def check_leads_again(allocation: Allocation, from_date: date, today: date) -> None:
    """Refuse a second lead of one part, with days between, while the first is not over: one of them would be lost."""
    until = allocation.lead_until
    if until and today <= until < from_date - DAY:
        raise Refusal(
            f"{allocation.worker} leads until {say_date(until)}. Give {say_date(until + DAY)}, so that they lead on, "
            "or name them again when that day has passed.",
            "from_date",
        )


def check_agency(worker: User, role: str, agency: str) -> None:
    if role in OUTSIDE and not agency.strip():
        raise Refusal(f"Name the agency that {worker} works for.", "agency")
    if agency.strip() and role not in OUTSIDE:
        raise Refusal(f"{worker} works for the authority. Leave the agency empty.", "agency")
