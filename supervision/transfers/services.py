"""A transfer is not asked for or accepted while a supervision is under way; on acceptance the workers' parts end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.allocations import clocks
from casework.allocations.leads.checks import LeadTerms
from casework.allocations.leads.services import end_of_lead
from casework.allocations.models import Allocation
from casework.families.headlines.services import carry_over
from casework.families.models import Family
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.transfers import checks
from casework.transfers import services as transfers
from casework.transfers.models import Transfer
from casework.transfers.states import TRANSFER_STATES, TransferState
from casework.users.models import TeamMembership, User
from supervision.transfers.checks import require_no_supervision_under_way
from workbook.allocations import services as allocations
from workbook.workbooks.clocks import start_decision_after_transfer

NOTHING_SAID = LeadTerms()
# What is asked of a lead besides who it is.
OF_THE_TERMS = (*LeadTerms._fields, "agency")


@service
def ask(family: Family, *, by: User, at: datetime, **details: Any) -> Transfer:
    """As `casework.transfers.services.ask`."""
    require_no_supervision_under_way(lock(family))
    return transfers.ask(family, by=by, at=at, **details)


@service
def accept(
    transfer: Transfer, *, by: User, at: datetime, lead: TeamMembership | None = None, version: int | None = None,
    terms: LeadTerms = NOTHING_SAID, agency: str = "",
) -> Transfer:  # fmt: skip
    """The family is the new team's from today. `lead` is a membership of whoever leads from then, on these `terms`.

    The parts of those who do not stay end yesterday, with the transfer summary as summary of involvement (A9.16);
    what is open of them goes to the new lead, otherwise to the one who accepts.
    """
    lock(transfer.family)
    transfer = transfers.lock_transfer(transfer, version)
    checks.check_receiver(transfer, by, at)
    TRANSFER_STATES.require(transfer.state, TransferState.ACCEPTED)
    family = transfer.family
    require_no_supervision_under_way(family)
    transfers.move_to_new_team(transfer, at=at)
    start_decision_after_transfer(family, at=at)
    _change_lead(family, lead, terms, agency, by, at)
    ended = [_end(part, transfer, lead, by, at) for part in _parts_that_end(transfer, lead, at)]
    carry_over([family.pk], at=at)
    clocks.follow_lead(family, at=at)
    clocks.cancel_unwritable(family, at=at)
    transfers.settle(transfer, TransferState.ACCEPTED, by=by, at=at)
    working = User.objects.filter(allocations__in=family.allocation_set.on(timezone.localdate(at)))
    transfers.notify_answer(transfer, {transfer.asked_by, *working, *(part.worker for part in ended)} - {by}, at)
    return transfer


def _change_lead(
    family: Family, lead: TeamMembership | None, terms: LeadTerms, agency: str, by: User, at: datetime
) -> None:
    """A lead who goes with the family leads on."""
    today = timezone.localdate(at)
    if lead and not family.allocation_set.leading(today).filter(worker=lead.user).exists():
        try:
            allocations.change_lead(
                family, lead.user, role=lead.role, from_date=today, agency=agency, terms=terms, by=by, at=at
            )
        except Refusal as refusal:
            field = refusal.field if refusal.field in OF_THE_TERMS else "lead"
            raise refusal.at(field) from refusal


def _parts_that_end(transfer: Transfer, lead: TeamMembership | None, at: datetime) -> list[Allocation]:
    parts = transfer.family.allocation_set.on(timezone.localdate(at)).exclude(pk__in=transfer.staying)
    return list((parts.exclude(worker=lead.user) if lead else parts).select_related("worker"))


def _end(part: Allocation, transfer: Transfer, lead: TeamMembership | None, by: User, at: datetime) -> Allocation:
    """Yesterday; a part that began today ends today. One that was to end later ends now, for the reason given then."""
    last_day = max(part.from_date, timezone.localdate(at) - timedelta(days=1))
    if part.until_date:
        _end_sooner(part, last_day, transfer, lead.user if lead else by)
        return part
    return allocations.end(
        part, because="TSPROC", last_day=last_day, summary=transfer.summary,
        outcome=f"The family was transferred to {transfer.to_team}. {transfer.plan}",
        left_because=f"The family was transferred to {transfer.to_team}.", rest_to=lead.user if lead else by,
        by=by, at=at,
    )  # fmt: skip


def _end_sooner(part: Allocation, last_day: date, transfer: Transfer, instead: User) -> None:
    """What is open goes to whom it was to go to, if they go with the family; otherwise to `instead`."""
    going = transfer.family.allocation_set.filter(pk__in=transfer.staying, worker=part.handed_to_id).exists()
    to = {} if going else {"handed_to": instead}
    change(part, until_date=last_day, **end_of_lead(part, last_day), **to)
