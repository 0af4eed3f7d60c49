"""The early-help clocks: off in the practice files that ship, kept where an authority turns them on."""

from datetime import timedelta

import pytest

from casework import practice
from casework.duedates import services as duedates
from casework.plans import services as facts
from casework.trail.acting import acting
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.5", "C26")]
TODAY = NOW.date()


@pytest.fixture
def turned_on(monkeypatch):
    values = practice.current()
    names = ("early_help_assessment", "early_help_planning")
    on = {name: values.timescale(name).model_copy(update={"on": True}) for name in names}
    changed = values.model_copy(update={"timescales": values.timescales.model_copy(update=on)})
    monkeypatch.setattr(practice, "current", lambda: changed)


def running(allocated):
    return list(allocated.family.due_dates.running().filter(timescale__startswith="early_help"))


def test_early_help_clocks_are_off_in_the_practice_that_ships(allocated, begin):
    begin("eh")
    assert running(allocated) == []


def test_planning_clock_is_met_by_a_meeting_and_runs_again(turned_on, allocated, begin, meet, cast):
    plan = begin("eh", day=TODAY - timedelta(days=30))
    [due] = running(allocated)
    assert (due.owner, due.due.isoformat()) == (cast.sue, "2027-01-04")
    meet("eh_meeting", held_on=TODAY, outcome="Goes on.")
    due.refresh_from_db()
    assert due.met_at == NOW
    [following] = running(allocated)
    assert following.due.isoformat() == "2027-02-03"
    facts.end_plan(plan, until_date=TODAY, ended_because="Done.", version=1, by=cast.sue, at=NOW)
    assert running(allocated) == []


def test_planning_clock_is_not_met_by_another_meeting(turned_on, allocated, begin, meet):
    begin("eh", day=TODAY - timedelta(days=30))
    [due] = running(allocated)
    meet("family_network", held_on=TODAY, outcome="x")
    meet("eh_meeting", planned_for=TODAY)
    assert running(allocated) == [due]


def test_assessment_clock_is_met_by_an_assessment_that_ends(turned_on, allocated, assess, cast):
    allocation = allocated.family.allocation_set.get(worker=cast.sue)
    with acting(cast.sue):
        duedates.start("early_help_assessment", allocation, family=allocated.family, at=NOW, owner=cast.sue)
    one = assess()
    facts.end_assessment(one, ended_on=TODAY, outcome="NFA", factors=["21"], version=1, by=cast.sue, at=NOW)
    assert running(allocated) == []


def test_planning_clock_falls_away_with_a_withdrawn_plan(turned_on, allocated, begin, cast):
    plan = begin("eh")
    facts.withdraw(plan, because="Of another.", version=1, by=cast.sue, at=NOW)
    assert running(allocated) == []
