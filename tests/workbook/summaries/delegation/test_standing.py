"""What was agreed for good: a colleague's part in each supervision, without its being asked anew (A3.16)."""

from datetime import timedelta

import pytest
from django.db import transaction

from casework.notifications.models import Notification
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from workbook.episodes import services as episodes
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState

DAY = timedelta(days=1)
LATER = NOW + 9 * DAY


@pytest.fixture
def ask(cast, month):
    def asked(**values):
        whole = month.episode.summaries.get(worker=cast.dora)
        said = {"what_is_needed": "What Ann says of drink.", "due_at": NOW + 5 * DAY, "standing": True} | values
        return delegation.delegate(whole, cast.rick, **said, by=cast.dora, at=NOW)

    return asked


def go_on(month, by):
    """The first episode is supervised, and the next opens."""
    with acting(by), transaction.atomic():
        latest = month.workbook.episodes.latest("number")
        change(latest, state="supervised")
        return episodes.open_next(month.workbook, planned_for=LATER + 28 * DAY, at=LATER)


@pytest.mark.rule("A3.16", "A3.17")
def test_part_agreed_for_good_is_a_part_of_the_next_summary_and_nobody_is_asked_anew(cast, month, ask):
    ask()
    asked = Notification.objects.filter(kind="part_asked_for").count()
    following = go_on(month, cast.mary)
    task = DelegatedTask.objects.get(summary__episode=following)
    assert (task.summary.worker, task.part.worker, task.state) == (cast.dora, cast.rick, TaskState.ASKED)
    assert (task.what_is_needed, task.standing) == ("What Ann says of drink.", True)
    assert task.part.part_of == task.summary
    assert LATER < task.due_at < following.supervision_planned_for
    assert Notification.objects.filter(kind="part_asked_for").count() == asked
    [clock] = month.family.due_dates.running().filter(timescale="delegated_task", subject_id=task.pk)
    assert clock.due_at == task.due_at


def test_part_asked_for_once_is_asked_again_or_not(cast, month, ask):
    ask(standing=False)
    following = go_on(month, cast.mary)
    assert not following.summaries.exclude(part_of=None).exists()


def test_part_that_somebody_withdrew_does_not_go_on(cast, month, ask):
    delegation.withdraw(ask(), because="Rick does other work now.", by=cast.dora, at=NOW)
    assert not DelegatedTask.objects.filter(standing=True).exists()
    assert not go_on(month, cast.mary).summaries.exclude(part_of=None).exists()


def test_part_that_the_closing_of_the_episode_withdrew_goes_on(cast, month, ask):
    task = ask()
    without = {each.pk: "Time is short." for each in month.episode.summaries.all()}
    with acting(cast.sue), transaction.atomic():
        episodes.close(month.episode, without=without, by=cast.sue, at=NOW)
    task.refresh_from_db()
    assert task.state == TaskState.WITHDRAWN
    assert go_on(month, cast.mary).summaries.get(worker=cast.rick).part_of.worker == cast.dora


def test_part_of_whoever_left_does_not_go_on(cast, month, ask):
    task = ask()
    said = {"ended_because": "MANAGE", "summary_of_involvement": "x", "outcome": "x"}
    with acting(cast.mary):
        change(task.part.allocation, until_date=NOW.date(), **said)
    assert not DelegatedTask.objects.filter(summary__episode=go_on(month, cast.mary)).exists()


def test_part_agreed_for_good_is_shown_as_such(cast, month, ask, signed_in):
    ask()
    whole = go_on(month, cast.mary).summaries.get(worker=cast.dora)
    page = signed_in(cast.dora).get(f"/families/{month.family.pk}/summaries/{whole.pk}/").content.decode()
    assert "For each supervision, until it is withdrawn." in page
