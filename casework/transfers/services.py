"""A family goes from one team to another: asked for, then accepted, declined or taken back (A9.7)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.access import require_grade
from casework.duedates import services as duedates
from casework.families.models import FamilyTeam
from casework.families.services import lock
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.transfers.models import Transfer
from casework.transfers.reading import receivers_of, waiting_for
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
    _check_texts(reason, plan, summary)
    _check_joint_visit(joint_visit_on, no_joint_visit_because)
    _check_team(family, team, to_team, today)
    _check_staying(family, staying, today)
    return Transfer.objects.create(
        family=family, from_team=team, to_team=to_team, from_assessment=from_assessment, reason=reason.strip(),
        plan=plan.strip(), summary=summary.strip(), joint_visit_on=joint_visit_on,
        no_joint_visit_because=no_joint_visit_because.strip(), staying=[row.pk for row in staying], asked_by=by,
        asked_at=at, form_key=form_key,
    )  # fmt: skip


def _check_texts(reason, plan, summary):
    for text, sentence, field in (
        (reason, "Give the reason for the transfer.", "reason"),
        (plan, "Write the plan: what is to be done next, and by whom.", "plan"),
        (summary, "Write the transfer summary.", "summary"),
    ):
        if not text.strip():
            raise Refusal(sentence, field)


def _check_joint_visit(on, because):
    if on is None and not because.strip():
        raise Refusal("Give the date of the joint visit, or say why there is none.", "joint_visit_on")
    if on and because.strip():
        raise Refusal("Give the date of the joint visit, or say why there is none: not both.", "no_joint_visit_because")


def _check_team(family, team, to_team, today):
    if to_team == team:
        raise Refusal("The family is with this team. Choose another.", "to_team")
    if not receivers_of(family, to_team, today).exists():
        raise Refusal(
            f"No manager of {to_team} can receive this family. If it is restricted, put one of them on its list first.",
            "to_team",
        )


def _check_staying(family, staying, today):
    standing = set(family.allocation_set.filter(until_date=None).values_list("pk", flat=True))
    if not standing.issuperset(row.pk for row in staying):
        raise Refusal("Choose among the workers of this family.", "staying")
    begins = family.allocation_set.filter(from_date__gt=today).exclude(pk__in=[row.pk for row in staying]).first()
    if begins:
        raise Refusal(f"{begins.worker}'s part is still to begin. Let it go with the family.", "staying")


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
    require_receiver(transfer, by, at)
    return _settle(transfer, TransferState.DECLINED, because, by, at)


def _settle(transfer, state, because, by, at):
    TRANSFER_STATES.require(transfer.state, state, Mover.MANAGER)
    if not because.strip():
        raise Refusal("Say why.", "because")
    settle(transfer, state, because=because.strip(), by=by, at=at)
    tell(transfer, {transfer.asked_by} - {by}, at)
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


def require_receiver(transfer, by, at):
    waits = waiting_for(by, timezone.localdate(at)).filter(pk=transfer.pk)
    if transfer.state == TransferState.ASKED and not waits.exists():
        raise Refusal(f"Only a manager of {transfer.to_team} accepts or declines this transfer.")


def hand_to_the_new_team(transfer, *, at):
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


def tell(transfer, users, at):
    notify(
        sorted(users, key=lambda user: user.pk),
        family=transfer.family,
        text=f"{transfer.family}: the transfer to {transfer.to_team} was {transfer.get_state_display()}",
        url=reverse("transfer", args=[transfer.family_id, transfer.pk]),
        at=at,
        subject="News of a transfer",
    )
