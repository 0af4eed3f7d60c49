from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casework.allocations import services as allocations
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.registry import what_is_due
from casework.users.roles import Role
from tests.factories import LONDON, NOW
from workbook.summaries.models import InterventionSummary

SUMMARY = InterventionSummary(pk=7)


def start(ash, owner, at=NOW, **values):
    return duedates.start("summary_update", SUMMARY, family=ash.family, owner=owner, at=at, **values)


def test_clock_has_its_rule_its_start_and_its_end(cast, ash):
    due = start(ash, cast.sue)
    assert what_is_due(due) == "Update the intervention summary"
    assert due.rule == "3 weeks after the summary opened or was last updated"
    assert (due.started_at, due.subject_type, due.subject_id) == (NOW, "workbook.InterventionSummary", SUMMARY.pk)
    assert (due.owner, due.team) == (cast.sue, cast.north)
    assert due.due_at.astimezone(LONDON).isoformat() == "2026-11-24T23:59:00+00:00"
    assert due.remind_at == due.due_at - timedelta(days=3)


def test_clock_started_again_is_cancelled_and_replaced(cast, ash):
    first = start(ash, cast.sue)
    second = start(ash, cast.sue, at=NOW + timedelta(days=1))
    first.refresh_from_db()
    assert first.cancelled_at == NOW + timedelta(days=1)
    assert first.due_at < second.due_at
    assert DueDate.objects.running().of(SUMMARY).get() == second


def test_database_lets_one_clock_run_for_a_timescale_and_a_subject(cast, ash):
    due = start(ash, cast.sue)
    due.pk = None
    with pytest.raises(IntegrityError, match="one_clock_runs"), transaction.atomic():
        due.save(force_insert=True)


def test_clock_that_is_met_is_neither_cancelled_nor_met_again(cast, ash):
    start(ash, cast.sue)
    assert duedates.meet("summary_update", SUMMARY, at=NOW)
    assert not duedates.meet("summary_update", SUMMARY, at=NOW + timedelta(days=1))
    assert not duedates.cancel("summary_update", SUMMARY, at=NOW)
    assert DueDate.objects.get(timescale="summary_update").met_at == NOW


def test_clock_without_an_owner_belongs_to_the_team_of_the_family_or_the_given_one(cast, ash):
    due = duedates.start("summary_update", SUMMARY, family=ash.family, at=NOW)
    assert (due.owner, due.team) == (None, cast.north)
    due = duedates.start("summary_update", SUMMARY, family=ash.family, team=cast.south, at=NOW)
    assert (due.owner, due.team) == (None, cast.south)


def test_clock_is_not_started_for_a_row_of_another_table(cast, ash):
    with pytest.raises(TypeError, match="summary_update is not about a Family"):
        duedates.start("summary_update", ash.family, family=ash.family, at=NOW)


@pytest.mark.rule("A11.1", "C13")
def test_clocks_of_the_team_go_to_the_new_lead_with_their_dates(cast, ash):
    before = {due.child: due.due_at for due in DueDate.objects.running().filter(timescale="case_summary")}
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    after = DueDate.objects.running().filter(timescale="case_summary")
    assert {due.owner for due in after} == {cast.sue}
    assert {due.child: due.due_at for due in after} == before
    assert DueDate.objects.filter(timescale="case_summary", cancelled_at=NOW).count() == 2


@pytest.mark.parametrize("whose", ["mia", None])
def test_clocks_of_a_child_or_a_family_are_cancelled_and_met_ones_stay_met(cast, ash, whose):
    start(ash, cast.sue)
    duedates.meet("summary_update", SUMMARY, at=NOW - timedelta(days=1))
    start(ash, cast.sue)
    later = NOW + timedelta(days=1)
    duedates.cancel_for_family(ash.family, child=whose and getattr(ash, whose), at=later)
    others = DueDate.objects.exclude(timescale="workbook_decision")
    running = {(due.timescale, due.child) for due in others.running()}
    assert running == ({("summary_update", None), ("case_summary", ash.ben)} if whose else set())
    assert DueDate.objects.filter(met_at=NOW - timedelta(days=1), cancelled_at=None).count() == 1
    assert set(DueDate.objects.filter(cancelled_at=later).values_list("child", flat=True)) >= {ash.mia.pk}
