"""The supervisions to come, week by week, over all the families that somebody sees."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple, cast

from django.urls import reverse
from django.utils import timezone

from casework.naming.presenters import with_colleagues_apart
from casework.words import london_date, say_date
from supervision.group_supervisions.calendar.queries import WithAllocatedNow
from supervision.group_supervisions.models import GroupSupervision
from supervision.packs.presenters import PackStatus, pack_status
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.states import SummaryState


class CalendarEntry(NamedTuple):
    family: str
    reference: str
    when: datetime
    overdue: bool
    place: str
    who: str
    state: str
    pack: PackStatus | None
    url: str


def calendar_entry(episode: WorkbookEpisode, now: datetime) -> CalendarEntry:
    supervision = getattr(episode, "supervision", None)
    if supervision:
        supervision.episode = episode
    return CalendarEntry(
        family=str(episode.family),
        reference=episode.family.reference,
        when=episode.supervision_planned_for,
        overdue=episode.supervision_planned_for < now,
        place=supervision.place if supervision else "",
        who=_who(episode, supervision),
        state=_state(episode),
        pack=pack_status(supervision) if supervision else None,
        url=_url(episode, supervision),
    )


def _who(episode: WorkbookEpisode, supervision: GroupSupervision | None) -> str:
    family = cast("WithAllocatedNow", episode.family)
    workers = with_colleagues_apart(family.allocated_now, timezone.localdate(), "worker")
    names = [str(allocation.worker) for allocation in workers]
    others = [supervision.others_present] if supervision and supervision.others_present else []
    return ", ".join(names + others)


def _state(episode: WorkbookEpisode) -> str:
    whole = [summary for summary in episode.summaries.all() if summary.part_of_id is None]
    summaries = [summary for summary in whole if summary.state != SummaryState.ENDED]
    ready = sum(summary.state == SummaryState.FINALISED for summary in summaries)
    return f"{episode.get_state_display().capitalize()}, {ready} of {len(summaries)} summaries finalised"


def _url(episode: WorkbookEpisode, supervision: GroupSupervision | None) -> str:
    if supervision:
        return reverse("supervision", args=[episode.family_id, supervision.pk])
    return reverse("family-supervisions", args=[episode.family_id])


def by_week(entries: Iterable[CalendarEntry], today: date) -> list[tuple[str, list[CalendarEntry]]]:
    """Pairs of a heading and its entries: 'Planned date has passed', 'This week', 'Next week', 'Week of Mon 16 Nov'."""
    return [(heading, list(group)) for heading, group in groupby(entries, lambda entry: _heading(entry, today))]


def _heading(entry: CalendarEntry, today: date) -> str:
    if entry.overdue:
        return "The planned date has passed"
    monday = _monday(london_date(entry.when))
    weeks = (monday - _monday(today)).days // 7
    return {0: "This week", 1: "Next week"}.get(weeks, f"Week of {say_date(monday)}")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
