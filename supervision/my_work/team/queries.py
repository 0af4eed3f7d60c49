"""What the managers of a team look at first, as rows: children unseen, new Reds, supervisions, and who is away."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.absences.models import Absence
from casework.allocations.models import Allocation
from casework.calls.models import SafetyCall
from casework.duedates.models import DueDate
from casework.families.models import Family, Headline, Rag
from casework.referrals.models import Involvement
from casework.users.models import Team, TeamMembership
from supervision.group_supervisions.states import SupervisionState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

# A new Red is news for so long; it stays on the family's card until the group has rated.
NEWS = timedelta(days=7)


def families_of_teams(teams: Collection[int], families: Q, most: int) -> dict[int, Family]:
    """By id at most so many open families with which these teams (ids) work, and which `families` reaches."""
    found = Family.objects.filter(families, headline__team__in=teams, headline__open=True)
    return {family.pk: family for family in found.select_related("headline").order_by("pk")[:most]}


def new_reds(families: Q, now: datetime) -> QuerySet[InterventionSummary]:
    """Summaries of the last days that rate Red, and did not before, and of which the group has not signed its own."""
    rows = InterventionSummary.objects.wholes().filter(
        families, state=SummaryState.FINALISED, rag=Rag.RED, finalised_at__gte=now - NEWS
    )
    rows = rows.exclude(strategy_discussion="").exclude(episode__supervision__state=SupervisionState.SIGNED_OFF)
    return rows.select_related("family", "worker", "allocation").order_by("-finalised_at")


def away(teams: Collection[int], today: date) -> QuerySet[Absence]:
    """Who of these teams (ids) is away on the day."""
    members = TeamMembership.objects.on(today).filter(team__in=teams).values("user")
    rows = Absence.objects.on(today).filter(user__in=members, cancelled=False)
    return rows.select_related("user", "cover").order_by("until_date", "pk")


class Waiting(NamedTuple):
    """Of one team how many there are."""

    team: int
    name: str
    calls: int
    unallocated: int
    supervisions: int


def waiting_in(teams: Collection[int], now: datetime) -> list[Waiting]:
    """Of each team the calls undecided, families without a worker, and supervisions overdue."""
    today = timezone.localdate(now)
    names = dict(Team.objects.filter(pk__in=teams).order_by("name").values_list("pk", "name"))
    calls = _counted(SafetyCall.objects.filter(team__in=teams, outcome=""), "team")
    open_cases = Headline.objects.filter(team__in=teams, open=True)
    working = Allocation.objects.on(today).filter(family=OuterRef("family"))
    opened = Involvement.objects.filter(closed_on=None, family=OuterRef("family"))
    alone = _counted(open_cases.filter(~Exists(working), Exists(opened)), "team")
    late = DueDate.objects.running().filter(timescale="group_supervision", team__in=teams, due_at__lte=now)
    overdue = _counted(late, "team")
    return [Waiting(pk, name, calls.get(pk, 0), alone.get(pk, 0), overdue.get(pk, 0)) for pk, name in names.items()]


def _counted(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))
