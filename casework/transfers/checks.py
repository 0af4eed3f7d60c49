"""What asking for a transfer, and answering it, must hold."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.lives.checks import PLANNED_VISIT, check_in_family
from casework.refusal import Refusal
from casework.transfers.models import Transfer
from casework.transfers.queries import offered_to, receivers_of
from casework.transfers.states import TransferState
from casework.users.models import Team, User


def check_texts(reason: str, plan: str, summary: str) -> None:
    for text, sentence, field in (
        (reason, "Give the reason for the transfer.", "reason"),
        (plan, "Write the plan: what is to be done next, and by whom.", "plan"),
        (summary, "Write the transfer summary.", "summary"),
    ):
        if not text.strip():
            raise Refusal(sentence, field)


def check_joint_visit(family: Family, on: date | None, because: str, today: date) -> None:
    if on is None and not because.strip():
        raise Refusal("Give the date of the joint visit, or say why there is none.", "joint_visit_on")
    if on and because.strip():
        raise Refusal("Give the date of the joint visit, or say why there is none: not both.", "no_joint_visit_because")
    if on:
        check_in_family(PLANNED_VISIT, on, family.people_ever(), today, "joint_visit_on")


def check_team(family: Family, team: Team, to_team: Team, today: date) -> None:
    if to_team == team:
        raise Refusal("The family is with this team. Choose another.", "to_team")
    if not receivers_of(family, to_team, today).exists():
        raise Refusal(
            f"No manager of {to_team} can receive this family. If it is restricted, put one of them on its list first.",
            "to_team",
        )


def check_staying(family: Family, staying: Iterable[Allocation], today: date) -> None:
    existing = set(family.allocation_set.filter(until_date=None).values_list("pk", flat=True))
    if not existing.issuperset(row.pk for row in staying):
        raise Refusal("Choose among the workers of this family.", "staying")
    begins = family.allocation_set.filter(from_date__gt=today).exclude(pk__in=[row.pk for row in staying]).first()
    if begins:
        raise Refusal(f"{begins.worker}'s part is still to begin. Let it go with the family.", "staying")


def check_receiver(transfer: Transfer, by: User, at: datetime) -> None:
    waits = offered_to(by, timezone.localdate(at)).filter(pk=transfer.pk)
    if transfer.state == TransferState.ASKED and not waits.exists():
        raise Refusal(f"Only a manager of {transfer.to_team} accepts or declines this transfer.")
