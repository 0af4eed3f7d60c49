"""What a user's own page lists: their families, notes, unsaved texts, and what is due where they cover."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casework.absences.models import Absence
from casework.access import families_for, holdings_of, reach
from casework.access.rights import Can
from casework.allocations.models import Allocation
from casework.answers.models import Answer
from casework.answers.states import AnswerState
from casework.duedates.models import DueDate
from casework.emergencies.models import Emergency, Outcome
from casework.emergencies.queries import emergencies_for
from casework.families.models import Family
from casework.risk_dates.models import RiskDate
from casework.risk_dates.queries import ahead_of, days_before
from casework.users.models import User
from casework.users.roles import TEAM_MANAGERS, Role
from supervision.group_supervisions.calendar.queries import upcoming
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState

# The teams that are told apart and looked through at a glance: a service, not a county.
MOST_TEAMS = 12


def teams_managed_by(user: User, today: date) -> list[int]:
    """The ids of the teams whose work `user` answers for."""
    return holdings_of(user, today).teams(TEAM_MANAGERS)


def allocated_families(user: User, families: QuerySet[Family], today: date) -> QuerySet[Family]:
    """Those of `families` with which `user` works now, the next supervision first."""
    mine = Allocation.objects.on(today).filter(worker=user).values("family")
    return next_supervision_first(families.filter(pk__in=mine))


def open_families(families: QuerySet[Family]) -> QuerySet[Family]:
    """Those of `families` with a case that is open, or none yet, the next supervision first."""
    return next_supervision_first(families.filter(headline__open=True))


def next_supervision_first(families: QuerySet[Family]) -> QuerySet[Family]:
    planned = F("headline__next_supervision").asc(nulls_last=True)
    return families.select_related("headline").order_by(planned, "headline__sort_name", "pk")


def supports_a_team(user: User, today: date) -> bool:
    """Whether `user` is business support of a team."""
    return bool(holdings_of(user, today).teams([Role.BUSINESS_SUPPORT]))


def supervisions_to_prepare(user: User) -> QuerySet[WorkbookEpisode]:
    """What is closed for supervision and not held, of the families for which `user` arranges."""
    return upcoming(families_for(user, Can.ARRANGE)).filter(state=EpisodeState.CLOSED)


def covered_families(absence: Absence, families: QuerySet[Family], now: datetime) -> QuerySet[Family]:
    """Those of `families` with which the absent user works."""
    allocated = Allocation.objects.on(timezone.localdate(now)).filter(worker=absence.user)
    return families.filter(pk__in=allocated.values("family"))


def covered_dues(absence: Absence, families: QuerySet[Family]) -> QuerySet[DueDate]:
    """What is due from the absent user in `families`."""
    return DueDate.objects.running().filter(owner=absence.user, family__in=families).shown()


def risk_dates_ahead(user: User, today: date, most: int) -> list[RiskDate]:
    """The next dates of risk of families with which `user` works, or whose team they manage, for a week or longer."""
    held = holdings_of(user, today)
    teams = held.teams(TEAM_MANAGERS)
    mine = Q(family__in=held.allocated(Can.RECORD))
    mine = mine | Q(family__headline__team__in=teams) if teams else mine
    until = today + timedelta(days=max(7, days_before()))
    return ahead_of(mine & reach(user, family="family"), today, until, most)


def emergencies_to_review(user: User, today: date) -> QuerySet[Emergency]:
    """Records that were opened in an emergency and that nobody has reviewed, the latest first."""
    return emergencies_for(user, today).filter(outcome=Outcome.OPENED, review=None).order_by("-at")


def disputes_open(user: User) -> QuerySet[Answer]:
    """What is said to be wrong of finished records and waits for an answer, the longest first."""
    rows = Answer.objects.filter(reach(user, family="family"), state=AnswerState.LOOKED_INTO)
    return rows.select_related("family").order_by("pk")
