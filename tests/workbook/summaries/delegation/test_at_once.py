"""Asking for a part while somebody else moves things on: the family, the episode and the summary are held."""

from datetime import timedelta

import pytest
import time_machine
from django.db import close_old_connections
from django.urls import reverse

from casework.refusal import Refusal
from tests.at_once import at_once, sent_at_once
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db(transaction=True)
DUE = NOW + timedelta(days=5)
ASKED = {"what_is_needed": "Drink.", "due_at": DUE, "at": NOW}


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield
    close_old_connections()


def tried(act):
    try:
        return act()
    except Refusal as refusal:
        return refusal


def in_turn(*acts):
    """Each of the two threads takes one of the acts."""
    waiting = list(acts)
    return at_once(lambda: tried(waiting.pop()))


@pytest.mark.rule("A10.7")
def test_delegating_page_sent_twice_at_once_asks_once(cast, summary_of, signed_in):
    whole, part = summary_of(cast.dora), summary_of(cast.rick)
    there = reverse("summary-delegate", args=[whole.family_id, whole.pk])
    words = {"part": part.pk, "what_is_needed": "Drink.", "due_at": "2026-11-06T12:00"}
    first, second = sent_at_once(signed_in, cast.dora, there, words)
    assert first.url == second.url == reverse("summary", args=[whole.family_id, whole.pk])
    assert DelegatedTask.objects.count() == 1


def test_delegating_to_each_other_at_once_makes_neither_a_part_of_the_other(cast, summary_of):
    doras, ricks = summary_of(cast.dora), summary_of(cast.rick)
    found = in_turn(
        lambda: delegation.delegate(doras, cast.rick, by=cast.dora, **ASKED),
        lambda: delegation.delegate(ricks, cast.dora, by=cast.rick, **ASKED),
    )
    assert sum(isinstance(each, Refusal) for each in found) == 1
    assert InterventionSummary.objects.exclude(part_of=None).count() == 1


def test_whole_finalised_while_a_part_is_asked_has_no_task_that_waits(cast, summary_of):
    whole = summary_of(cast.dora)
    summaries.write(whole, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    in_turn(
        lambda: summaries.finalise(whole, by=cast.dora, at=NOW),
        lambda: delegation.delegate(whole, cast.rick, by=cast.dora, **ASKED),
    )
    finalised = InterventionSummary.objects.get(pk=whole.pk).state == SummaryState.FINALISED
    assert finalised != DelegatedTask.objects.filter(state=TaskState.ASKED).exists()
