"""The people of an episode, which episode is in supervision, and when the next supervision is planned."""

from collections.abc import Iterable
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from casework import practice
from casework.families.models import Family
from casework.people.models import Person
from casework.practice.calendar import is_working_day
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import TO_BE_CLOSED, EpisodeState
from workbook.workbooks.states import WorkbookState


def a_month_after(moment: datetime) -> datetime:
    """When a supervision is suggested: a calendar month later, or on the last working day before, at the usual hour.

    Never after the day on which it is due (C30), and on no bank holiday (C15).
    """
    hour = practice.current().settings.supervision_hour
    day = timezone.localtime(moment) + relativedelta(months=1, hour=hour, minute=0, second=0, microsecond=0)
    while not is_working_day(day.date()):
        day -= relativedelta(days=1)
    return day


def people_in_episode(episode: WorkbookEpisode) -> list[Person]:
    """The persons who belong to the episode now."""
    return [member.person for member in episode.members.filter(until_date=None).select_related("person")]


def children_in_episode(episode: WorkbookEpisode) -> list[Person]:
    """The children with whom one works who belong to the episode now."""
    return [member.person for member in episode.members.children().filter(until_date=None).select_related("person")]


def children_ever(episode: WorkbookEpisode) -> list[Person]:
    """The children who were part of the episode at any time, each once."""
    children = episode.members.children().select_related("person")
    return each_once(member.person for member in children)


def each_once(people: Iterable[Person]) -> list[Person]:
    """Of somebody who was entered twice one entry only: the one that was kept, where it is among `people`."""
    once = {}
    for person in people:
        if person.one_id not in once or person.merged_into_id is None:
            once[person.one_id] = person
    return list(once.values())


def episode_in_supervision(family: Family) -> WorkbookEpisode | None:
    """The episode between its closing for supervision and the sign-off, when relationships are checked; or None."""
    episodes = WorkbookEpisode.objects.filter(family=family, workbook__state=WorkbookState.OPEN)
    if episodes.filter(state__in=TO_BE_CLOSED).exists():
        return None
    return episodes.filter(state__in=[EpisodeState.CLOSED, EpisodeState.SUPERVISED]).order_by("-number").first()
