"""What is planned for somebody today and in the days ahead, as rows."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from casework.access import Can, holdings_of
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.practice.calendar import start_of_day
from casework.users.models import User
from casework.users.roles import TEAM_MANAGERS
from supervision.my_work.queries import MOST_TEAMS
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import BEFORE_SUPERVISION

TO_DO = (NoteState.PLANNED, NoteState.TOOK_PLACE)


def notes_to_do(user: User, families: QuerySet[Family]) -> QuerySet[CaseNote]:
    """Visits and meetings that `user` has planned, and notes that they have saved and not finished, by their time."""
    notes = user.case_notes.filter(state__in=TO_DO, family__in=families)
    notes = notes.annotate(moment=Coalesce("took_place_at", "planned_for"))
    return notes.select_related("family").order_by("moment", "pk")


def supervisions_between(user: User, families: QuerySet[Family], today: date, days: int) -> QuerySet[WorkbookEpisode]:
    """Those of `families` that are planned from `today` for so many days, where `user` works or manages the team."""
    held = holdings_of(user, today)
    teams = held.teams(TEAM_MANAGERS)
    mine = Q(family__in=held.allocated(Can.RECORD))
    # Whoever manages more teams than these has them in the list of supervisions.
    if teams and len(teams) <= MOST_TEAMS:
        mine |= Q(family__headline__team__in=teams)
    rows = WorkbookEpisode.objects.filter(
        state__in=BEFORE_SUPERVISION, family__in=families, supervision_planned_for__gte=start_of_day(today),
        supervision_planned_for__lt=start_of_day(today + timedelta(days=days)),
    )  # fmt: skip
    rows = rows.filter(mine).select_related("family", "supervision")
    return rows.order_by("supervision_planned_for", "pk")


def end_of(today: date) -> datetime:
    return start_of_day(today + timedelta(days=1))
