"""A transfer is not asked for or accepted while a supervision is under way; on acceptance the workers' parts end."""

from datetime import timedelta

from django.utils import timezone

from casework.allocations import handing
from casework.allocations.services import lead_ends
from casework.families.services import lock
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.transfers import services as transfers
from casework.transfers.states import TRANSFER_STATES, TransferState
from casework.users.models import User
from supervision.groups.models import GroupSupervision
from supervision.groups.states import SupervisionState
from workbook.allocations import services as allocations
from workbook.books.question import ask_after_transfer
from workbook.episodes.states import EpisodeState

IN_THE_MIDDLE = (
    "An episode is closed for supervision and the supervision is not signed off. Hold it and sign it off first, or "
    "reopen the episode."
)


def in_the_middle(family):
    """Whether the family's supervision is under way: from the closing of the episode until the sign-off (A9.7)."""
    under_way = GroupSupervision.objects.exclude(state=SupervisionState.SIGNED_OFF)
    return under_way.filter(family=family, episode__state__in=[EpisodeState.CLOSED, EpisodeState.SUPERVISED]).exists()


def _refuse_in_the_middle(family):
    if in_the_middle(family):
        raise Refusal(IN_THE_MIDDLE)


@service
def ask(family, *, by, at, **details):
    """As `casework.transfers.services.ask`."""
    _refuse_in_the_middle(lock(family))
    return transfers.ask(family, by=by, at=at, **details)


@service
def accept(transfer, *, by, at, lead=None, version=None):
    """The family is the new team's from today. `lead` is a membership of the social worker who leads from then.

    The parts of those who do not stay end yesterday, with the transfer summary as summary of involvement (A9.16);
    what is open of them goes to the new lead, otherwise to the one who accepts.
    """
    lock(transfer.family)
    transfer = transfers.locked(transfer, version)
    transfers.require_receiver(transfer, by, at)
    TRANSFER_STATES.require(transfer.state, TransferState.ACCEPTED, Mover.MANAGER)
    family = transfer.family
    _refuse_in_the_middle(family)
    transfers.hand_to_the_new_team(transfer, at=at)
    ask_after_transfer(family, at=at)
    _change_lead(family, lead, by, at)
    ended = [_end(part, transfer, lead, by, at) for part in _parts_that_end(transfer, lead, at)]
    handing.follow_the_lead(family, at=at)
    handing.let_go_of_what_is_unwritten(family, at=at)
    transfers.settle(transfer, TransferState.ACCEPTED, by=by, at=at)
    working = User.objects.filter(allocations__in=family.allocation_set.on(timezone.localdate(at)))
    transfers.tell(transfer, {transfer.asked_by, *working, *(part.worker for part in ended)} - {by}, at)
    return transfer


def _change_lead(family, lead, by, at):
    """A lead who goes with the family leads on."""
    today = timezone.localdate(at)
    if lead and not family.allocation_set.leading(today).filter(worker=lead.user).exists():
        try:
            allocations.change_lead(family, lead.user, role=lead.role, from_date=today, by=by, at=at)
        except Refusal as refusal:
            raise type(refusal)(refusal.sentence, "lead") from refusal


def _parts_that_end(transfer, lead, at):
    parts = transfer.family.allocation_set.on(timezone.localdate(at)).exclude(pk__in=transfer.staying)
    return list((parts.exclude(worker=lead.user) if lead else parts).select_related("worker"))


def _end(part, transfer, lead, by, at):
    """Yesterday; a part that began today ends today. One that was to end later ends now, as it was told."""
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


def _end_sooner(part, last_day, transfer, instead):
    """What is open goes to whom it was to go to, if they go with the family; otherwise to `instead`."""
    going = transfer.family.allocation_set.filter(pk__in=transfer.staying, worker=part.handed_to_id).exists()
    to = {} if going else {"handed_to": instead}
    change(part, until_date=last_day, **lead_ends(part, last_day), **to)
