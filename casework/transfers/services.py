"""A family goes from one team to another: asked for, then accepted, declined or taken back (A9.7)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import require_grade
from casework.allocations.models import Allocation
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyTeam
from casework.notifications.services import notify
from casework.practice.calendar import DAY
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.trail.versions import change_version, lock_version
from casework.transfers.checks import check_joint_visit, check_receiver, check_staying, check_team, check_texts
from casework.transfers.models import Transfer
from casework.transfers.states import TRANSFER_STATES, TransferState
from casework.users.models import Team, User

CHANGED = "This transfer was changed since you opened the page. Open it again to see how it stands."


@service
def ask(
    family: Family, *, to_team: Team, reason: str, plan: str, summary: str, by: User, at: datetime,
    joint_visit_on: date | None = None, no_joint_visit_because: str = "", from_assessment: bool = False,
    staying: Iterable[Allocation] = (),
) -> Transfer:  # fmt: skip
    """Ask the managers of `to_team` to take the family; `staying` are the allocations that go with it (A9.7)."""
    require_grade(by, family, "transfer")
    lock(family)
    if family.transfer_set.filter(state=TransferState.ASKED).exists():
        raise Refusal("A transfer is asked for already. Take it back before you ask for another.")
    today = timezone.localdate(at)
    team = family.team_now()
    check_texts(reason, plan, summary)
    check_joint_visit(family, joint_visit_on, no_joint_visit_because, timezone.localdate(at))
    check_team(family, team, to_team, today)
    check_staying(family, staying, today)
    return Transfer.objects.create(
        family=family, from_team=team, to_team=to_team, from_assessment=from_assessment, reason=reason.strip(),
        plan=plan.strip(), summary=summary.strip(), joint_visit_on=joint_visit_on,
        no_joint_visit_because=no_joint_visit_because.strip(), staying=[row.pk for row in staying], asked_by=by,
        asked_at=at,
    )  # fmt: skip


@service
def take_back(transfer: Transfer, *, because: str, by: User, at: datetime, version: int | None = None) -> Transfer:
    """The old team asks no more."""
    family = lock(transfer.family)
    require_grade(by, family, "transfer")
    transfer = lock_transfer(transfer, version)
    return _settle(transfer, TransferState.TAKEN_BACK, because, by, at)


@service
def decline(transfer: Transfer, *, because: str, by: User, at: datetime, version: int | None = None) -> Transfer:
    """The new team does not take the family, and gives the reason; whoever asked is notified."""
    lock(transfer.family)
    transfer = lock_transfer(transfer, version)
    check_receiver(transfer, by, at)
    return _settle(transfer, TransferState.DECLINED, because, by, at)


def _settle(transfer: Transfer, state: TransferState, because: str, by: User, at: datetime) -> Transfer:
    TRANSFER_STATES.require(transfer.state, state)
    if not because.strip():
        raise Refusal("Say why.", "because")
    settle(transfer, state, because=because.strip(), by=by, at=at)
    notify_answer(transfer, {transfer.asked_by} - {by}, at)
    return transfer


@in_service
def settle(transfer: Transfer, state: TransferState, *, by: User, at: datetime, because: str = "") -> None:
    change_version(transfer, state=state, settled_by=by, settled_at=at, settled_because=because)


@in_service
def lock_transfer(transfer: Transfer, version: int | None = None) -> Transfer:
    """After its family, as everywhere; raises Conflict where it is not at `version` any more."""
    return lock_version(transfer, version, "family", "from_team", "to_team", "asked_by", sentence=CHANGED)


@in_service
def move_to_new_team(transfer: Transfer, *, at: datetime) -> None:
    """From today the family is the new team's, with what was due from the old one."""
    family, today = transfer.family, timezone.localdate(at)
    current = family.familyteam_set.get(until_date=None)
    if current.team_id != transfer.from_team_id:
        raise Conflict("The family is not with that team any more. Take the transfer back and ask for another.")
    if current.from_date >= today:
        # It came only today, so no day was the old team's: this one is the new team's, as the history says.
        change(current, team=transfer.to_team)
    else:
        change(current, until_date=today - DAY)
        FamilyTeam.objects.create(family=family, team=transfer.to_team, from_date=today)
    duedates.follow_team(family, transfer.to_team, before=transfer.from_team, at=at)
    # The day for the decision on a Workbook runs from here (A1.6, C19).
    open_now = family.involvement_set.filter(closed_on=None).order_by()
    referral = family.referral_set.filter(pk__in=open_now.values("referral")).first()
    if referral:
        change(referral, transferred_at=at)
    carry_over([family.pk], at=at)


@in_service
def notify_answer(transfer: Transfer, users: Iterable[User], at: datetime) -> None:
    asked = sorted(users, key=lambda user: user.pk)
    notify("transfer_answered", asked, subject=transfer, family=transfer.family, by=transfer.settled_by, at=at)
