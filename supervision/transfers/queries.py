"""The workers of a transfer, who may lead from then, whether a supervision is under way, and what is open."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.allocations.leads.queries import rule_for
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.plans.queries import facts_of
from casework.transfers.models import Transfer
from casework.transfers.states import TransferState
from casework.users.models import TeamMembership
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import RUNNING, EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.queries import open_workbook_of


def transfers_of(family: Family) -> QuerySet[Transfer]:
    return family.transfer_set.select_related("from_team", "to_team", "asked_by")


def pending_transfer(family: Family) -> Transfer | None:
    """The one that is asked for and not answered."""
    return family.transfer_set.filter(state=TransferState.ASKED).first()


def family_offered(pk: int) -> int | None:
    """The id of the family of the transfer `pk`, whoever asks; None where there is no such transfer."""
    return Transfer.objects.filter(pk=pk).values_list("family_id", flat=True).first()


def possible_leads(transfer: Transfer, today: date) -> QuerySet[TeamMembership]:
    """Those of the new team who may lead what runs for the children, as memberships (A11.1)."""
    roles = rule_for(transfer.family, today).may_lead
    memberships = TeamMembership.objects.on(today).filter(team=transfer.to_team, role__in=roles)
    return memberships.filter(user__is_active=True).select_related("user", "team")


def parts_of(transfer: Transfer) -> list[tuple[Allocation, bool]]:
    """Each worker whom the family had when the transfer was asked for, and whether their part goes on."""
    day = timezone.localdate(transfer.asked_at)
    known = Q(from_date__lte=day) | Q(pk__in=transfer.staying)
    parts = transfer.family.allocation_set.filter(
        known & (Q(until_date=None) | Q(until_date__gte=day) | Q(ended_because="TSPROC"))
    )
    return [(part, part.pk in transfer.staying) for part in parts.select_related("worker")]


def supervision_under_way(family: Family) -> bool:
    """Whether the family's supervision is under way: from the closing of the episode until the sign-off (A9.7)."""
    under_way = GroupSupervision.objects.exclude(state=SupervisionState.SIGNED_OFF)
    return under_way.filter(family=family, episode__state__in=[EpisodeState.CLOSED, EpisodeState.SUPERVISED]).exists()


def running_episodes(family: Family) -> list[WorkbookEpisode]:
    """Those of the open Workbook in which work goes on."""
    workbook = open_workbook_of(family)
    return list(workbook.episodes.filter(state__in=RUNNING).select_related("workbook")) if workbook else []


def open_summaries(family: Family) -> QuerySet[InterventionSummary]:
    found = InterventionSummary.objects.filter(family=family, state=SummaryState.OPEN)
    return found.select_related("worker", "episode", "part_of__worker")


def running_plans(family: Family) -> QuerySet[Plan]:
    return facts_of(family, Plan).filter(until_date=None)


def running_assessments(family: Family) -> QuerySet[Assessment]:
    return facts_of(family, Assessment).filter(ended_on=None)


def conferences_to_come(family: Family) -> QuerySet[Conference]:
    planned = facts_of(family, Conference).filter(held_on=None, not_held_because="", planned_for__isnull=False)
    return planned.order_by("planned_for")


def running_legal_episodes(family: Family) -> QuerySet[LegalEpisode]:
    return facts_of(family, LegalEpisode).filter(until_date=None)
