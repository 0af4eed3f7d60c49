"""One summary for each worker and period, a month at a time, without anybody starting it (A3.9, A3.10, A3.15)."""

from datetime import timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.trail.acting import acting
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db


def a_month(month, cast, at):
    """Everybody finalises, the group meets at `at` and goes on; nobody starts anything. The next meeting's time."""
    with time_machine.travel(at, tick=False):
        episode = month.workbook.episodes.get(state="open")
        for summary in episode.summaries.filter(state=SummaryState.OPEN):
            summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=summary.worker, at=at)
            summaries.finalise(summary, by=summary.worker, at=at)
        supervision = episode_closures.close_for_supervision(episode, by=cast.sue, at=at)
        supervising.record(
            supervision, held_at=at, written=[], overall_rag="amber", rationale="New.", dissent="",
            relationships_checked=True, by=cast.mary, at=at,
        )  # fmt: skip
        planned = at + relativedelta(months=1)
        supervising.sign_off(
            supervision, decision="continue", decision_because="", next_planned_for=planned, sections=(), by=cast.mary,
            at=at,
        )  # fmt: skip
    return planned


@pytest.mark.rule("A3.9", "A3.10")
def test_worker_has_one_summary_for_each_month_between_two_supervisions(cast, month):
    at = NOW
    for _ in range(3):
        at = a_month(month, cast, at)
    for worker in (cast.sue, cast.dora, cast.rick):
        mine = InterventionSummary.objects.filter(family=month.family, worker=worker).order_by("opened_at")
        assert [summary.episode.number for summary in mine] == [1, 2, 3, 4]
        begun = [summary.opened_at for summary in mine][1:]
        assert begun == [NOW, NOW + relativedelta(months=1), NOW + relativedelta(months=2)]
        assert mine.last().state == SummaryState.OPEN


@pytest.mark.rule("A3.10")
def test_database_refuses_a_worker_a_second_summary_of_one_period(cast, month):
    first = month.episode.summaries.first()
    values = {name: getattr(first, name) for name in ("family", "episode", "allocation", "worker", "opened_at")}
    with acting(cast.mary), pytest.raises(IntegrityError), transaction.atomic():
        InterventionSummary.objects.create(**values)


@pytest.mark.rule("A3.15")
def test_sign_off_lets_everybody_write_at_once_with_no_step_to_start_it(cast, month, signed_in):
    """The trap of the system of the time: one had to restart the summary by hand, or nothing was recorded properly."""
    later = a_month(month, cast, NOW) - timedelta(days=20)
    with time_machine.travel(later, tick=False):
        for worker in (cast.sue, cast.dora, cast.rick):
            mine = InterventionSummary.objects.get(family=month.family, worker=worker, episode__number=2)
            page = signed_in(worker).get(reverse("workbook", args=[month.family.pk])).content.decode()
            assert f'"{reverse("summary-write", args=[month.family.pk, mine.pk])}"' in page
            note = notes.record(
                month.family, kind="email", took_place_at=later, written=SAID, by=worker, at=later
            )  # fmt: skip
            assert note.summary_lines.get().summary == mine
        labels = signed_in(cast.sue).get(reverse("summary", args=[month.family.pk, mine.pk])).content.decode().lower()
        assert "restart" not in labels


@pytest.mark.rule("A3.15", "A3.14")
def test_notes_between_ones_own_finalising_and_a_late_meeting_are_not_lost(cast, month, summary_of):
    mine = summary_of(cast.dora)
    summaries.write(mine, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    summaries.finalise(mine, by=cast.dora, at=NOW)
    late = NOW + timedelta(days=40)
    with time_machine.travel(late, tick=False):
        note = notes.record(month.family, kind="email", took_place_at=late, written=SAID, by=cast.dora, at=late)
        following = note.summary_lines.get().summary
        assert (following.episode.number, following.state) == (2, SummaryState.OPEN)
        summaries.write(following, written=OUTCOME, rag="red", rationale="Worse.", by=cast.dora, at=late)
        mine.refresh_from_db()
        assert mine.state == SummaryState.FINALISED
