"""What managers see first of their teams: children unseen, new Reds, supervision and what it lacks, who is away."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, holdings_of, reach
from casework.families.models import Family, Rag
from casework.families.ratings.registry import HighestRating
from casework.users.models import User
from casework.users.roles import GRADES
from casework.words import london_date
from supervision.last_seen.queries import ChildLastSeen
from supervision.my_work.due_dates.presenters import DueLine, unseen_lines
from supervision.my_work.queries import MOST_TEAMS
from supervision.my_work.team import queries
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary

MOST = 20
# Over more families than these no child is looked for one by one: whoever has several teams has figures for it.
MOST_FAMILIES = 150


class Away(NamedTuple):
    who: str
    cover: str
    until: date


class Missing(NamedTuple):
    """One summary that a supervision lacks; `ask_url` reminds its worker."""

    worker: str
    ask_url: str


class Lacking(NamedTuple):
    """A supervision today or near, and the summaries that it lacks."""

    family: str
    when: datetime
    url: str
    today: bool
    missing: list[Missing]


class TeamGlance(NamedTuple):
    """One team for whoever manages several: how many of each, 0 included; a Red is the group's or a worker's."""

    waiting: queries.Waiting
    unseen: int
    reds: int


class Team(NamedTuple):
    """`too_many` says that children and new Reds were not looked for one by one."""

    unseen: list[DueLine]
    reds: list[DueLine]
    away: list[Away]
    teams: list[TeamGlance]
    too_many: bool


def families_of_team(user: User, today: date) -> dict[int, Family] | None:
    """By id the families of the teams that `user` manages, one more than are looked through; None without a team.

    Of more teams than are told apart none.
    """
    teams = holdings_of(user, today).teams(GRADES)
    if not teams:
        return None
    if len(teams) > MOST_TEAMS:
        return {}
    return queries.families_of_teams(teams, reach(user, Can.DECIDE), MOST_FAMILIES + 1)


def looked_through(families: dict[int, Family] | None) -> set[int]:
    """The ids of those whose children are looked for one by one: none where they are too many."""
    return set() if families is None or len(families) > MOST_FAMILIES else set(families)


def team_of(
    user: User, families: dict[int, Family], seen: list[ChildLastSeen], highest: dict[int, HighestRating], now: datetime
) -> Team:
    """For whoever manages a team: of `families_of_team`, and of their children in `seen`."""
    today = timezone.localdate(now)
    teams = holdings_of(user, today).teams(GRADES)
    too_many = len(families) > MOST_FAMILIES or len(teams) > MOST_TEAMS
    names = {pk: str(family) for pk, family in families.items()}
    unseen = [] if too_many else [each for each in seen if each.family in names and each.unseen(now)]
    several = 1 < len(teams) <= MOST_TEAMS and not too_many
    reach_of_decisions = reach(user, Can.DECIDE, family="family")
    new_reds = [] if too_many else queries.new_reds(reach_of_decisions, now)[:MOST]
    waiting = queries.waiting_in(teams, now) if several else []
    late = Counter(families[each.family].headline.team_id for each in unseen)
    reds = Counter(family.headline.team_id for family in families.values() if _is_red(family, highest))
    return Team(
        unseen=unseen_lines(unseen, names, "family", now)[:MOST],
        reds=[_red(each) for each in new_reds],
        away=[
            Away(str(each.user), str(each.cover) if each.cover else "", each.last_day)
            for each in queries.away(teams, today)[:MOST]
        ],
        teams=[TeamGlance(row, late[row.team], reds[row.team]) for row in waiting],
        too_many=too_many,
    )


def _is_red(family: Family, highest: dict[int, HighestRating]) -> bool:
    worker = highest.get(family.pk)
    return family.headline.overall_rag == Rag.RED or (worker is not None and worker.rag == Rag.RED)


def _red(summary: InterventionSummary) -> DueLine:
    held = f"Strategy discussion today: {summary.get_strategy_discussion_display()}."
    why = f" {summary.no_strategy_because}" if summary.no_strategy_because else ""
    role = summary.allocation.get_role_display()
    return DueLine(
        what=f"Red, by the {role[:1].lower()}{role[1:]}, {summary.worker}",
        url=reverse("summary", args=[summary.family_id, summary.pk]),
        family=str(summary.family),
        when=summary.finalised_at or summary.opened_at,
        why=f"{held}{why}",
        overdue=False,
        urgent=True,
    )


def lacking(episode: WorkbookEpisode, waiting: list[InterventionSummary], now: datetime, *, may_ask: bool) -> Lacking:
    """With a reminder for each worker where the reader may send one."""
    return Lacking(
        family=str(episode.family),
        when=episode.supervision_planned_for,
        url=reverse("episode-close", args=[episode.family_id, episode.pk]),
        today=london_date(episode.supervision_planned_for) == timezone.localdate(now),
        missing=[
            Missing(
                f"{each.worker} (a part)" if each.part_of_id else str(each.worker),
                reverse("summary-ask", args=[each.family_id, each.pk]) if may_ask else "",
            )
            for each in waiting
        ],
    )
