"""A family goes from one team to another: asked for, then accepted, declined or taken back (A9.7)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.access import require_grade
from casework.duedates import services as duedates
from casework.families.models import FamilyTeam
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.transfers.checks import check_joint_visit, check_receiver, check_staying, check_team, check_texts
from casework.transfers.models import Transfer
from casework.transfers.states import TRANSFER_STATES, TransferState

CHANGED = "This transfer was changed since you opened the page. Open it again to see how it stands."


@service
def ask(
    family, *, to_team, reason, plan, summary, by, at, joint_visit_on=None, no_joint_visit_because="",
    from_assessment=False, staying=(), form_key=None,
):  # fmt: skip
    """Ask the managers of `to_team` to take the family; `staying` are the allocations that go with it (A9.7)."""
    require_grade(by, family, "transfer")
    lock(family)
    if form_key and (transfer := family.transfer_set.filter(form_key=form_key).first()):
        return transfer
    if family.transfer_set.filter(state=TransferState.ASKED).exists():
        raise Refusal("A transfer is asked for already. Take it back before you ask for another.")
    today = timezone.localdate(at)
    team = family.team_now()
    check_texts(reason, plan, summary)
    check_joint_visit(joint_visit_on, no_joint_visit_because)
    check_team(family, team, to_team, today)
    check_staying(family, staying, today)
    return Transfer.objects.create(
        family=family, from_team=team, to_team=to_team, from_assessment=from_assessment, reason=reason.strip(),
        plan=plan.strip(), summary=summary.strip(), joint_visit_on=joint_visit_on,
        no_joint_visit_because=no_joint_visit_because.strip(), staying=[row.pk for row in staying], asked_by=by,
        asked_at=at, form_key=form_key,
    )  # fmt: skip


@service
def take_back(transfer, *, because, by, at, version=None):
    """The old team asks no more."""
    family = lock(transfer.family)
    require_grade(by, family, "transfer")
    transfer = locked(transfer, version)
    return _settle(transfer, TransferState.TAKEN_BACK, because, by, at)


@service
def decline(transfer, *, because, by, at, version=None):
    """The new team does not take the family, and says why; whoever asked is told."""
    lock(transfer.family)
    transfer = locked(transfer, version)
    check_receiver(transfer, by, at)
    return _settle(transfer, TransferState.DECLINED, because, by, at)


def _settle(transfer, state, because, by, at):
    TRANSFER_STATES.require(transfer.state, state, Mover.MANAGER)
    if not because.strip():
        raise Refusal("Say why.", "because")
    settle(transfer, state, because=because.strip(), by=by, at=at)
    notify_answer(transfer, {transfer.asked_by} - {by}, at)
    return transfer


def settle(transfer, state, *, by, at, because=""):
    change(transfer, state=state, settled_by=by, settled_at=at, settled_because=because, version=transfer.version + 1)


def locked(transfer, version=None):
    transfer = (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "from_team", "to_team", "asked_by")
        .get(pk=transfer.pk)
    )
    if version is not None and transfer.version != version:
        raise Conflict(CHANGED)
    return transfer


def move_to_new_team(transfer, *, at):
    """From today the family is the new team's, with what was due from the old one. Called in a transaction."""
    family, today = transfer.family, timezone.localdate(at)
    standing = family.familyteam_set.get(until_date=None)
    if standing.team_id != transfer.from_team_id:
        raise Conflict("The family is not with that team any more. Take the transfer back and ask for another.")
    if standing.from_date >= today:
        raise Refusal(f"The family came to {standing.team} only today. It can go on from tomorrow.")
    change(standing, until_date=today - timedelta(days=1))
    FamilyTeam.objects.create(family=family, team=transfer.to_team, from_date=today)
    dues = family.due_dates.running().filter(owner=None, team=transfer.from_team)
    duedates.hand_over(dues, team=transfer.to_team, at=at)
    # The day for the decision on a Workbook runs from here (A1.6, C19).
    referral = family.referral_set.filter(involvements__closed_on=None).first()
    if referral:
        change(referral, transferred_at=at)


def notify_answer(transfer, users, at):
    notify(
        sorted(users, key=lambda user: user.pk),
        family=transfer.family,
        text=f"{transfer.family}: the transfer to {transfer.to_team} was {transfer.get_state_display()}",
        url=reverse("transfer", args=[transfer.family_id, transfer.pk]),
        at=at,
        subject="News of a transfer",
    )
