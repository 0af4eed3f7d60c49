"""Clocks that visits meet: the first visit to a family (A7.9), a child seen who is said to be harmed (A7.19)."""

from datetime import timedelta

import pytest
import time_machine

from casework.allocations import clocks
from casework.allocations import services as allocations
from casework.duedates.services import follow_team
from casework.families import services as families
from casework.families.headlines.services import carry_over
from casework.families.models import FamilyTeam
from casework.notes import services as notes
from casework.referrals import services as referrals
from casework.referrals.checks import AgencyCheck, InvolvementDetails
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, SAID, add_child

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def birch(cast):
    """Bo, said to be harmed an hour ago, and Bea; Sue is allocated today and leads."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo, bea = (add_child(family, cast.mary, name=f"{name} Birch") for name in ("Bo", "Bea"))
    referrals.receive(
        family, received_on=NOW.date(), source="6", reason="Police.", protection_status="None.",
        details={bo: InvolvementDetails("N1", harm_alleged_at=NOW - HOUR), bea: InvolvementDetails("N1")},
        checks=[AgencyCheck("police", NOW.date(), "Twice.")], by=cast.mary, at=NOW,
    )  # fmt: skip
    allocate(family, cast.sue, cast, lead=True)
    return family, bo, bea


def allocate(family, worker, cast, role=Role.SOCIAL_WORKER, at=NOW, **values):
    return allocations.allocate(family, worker, role=role, by=cast.mary, at=at, **values)


def visit(family, by, *, seen=(), hours=1, kind="home_visit", at=None):
    at = at or NOW + 10 * HOUR
    boxes = [(child, True, False, False) for child in seen]
    return notes.record(family, kind=kind, written=SAID, took_place_at=NOW + hours * HOUR, seen=boxes, by=by, at=at)


def running(family, timescale):
    return family.due_dates.running().filter(timescale=timescale)


def met_at(family, timescale):
    return family.due_dates.filter(timescale=timescale, cancelled_at=None).latest("pk").met_at


@pytest.mark.rule("A7.9")
def test_first_visit_is_due_five_working_days_after_the_allocation(cast, birch):
    due = running(birch[0], "first_visit").get()
    assert (due.owner, due.due.isoformat(), due.started_at) == (cast.sue, "2026-11-10", NOW)


@pytest.mark.rule("A7.9")
@pytest.mark.parametrize("who", ["sue", "dora", "cora"])
def test_first_visit_is_the_familys_and_whoever_makes_it_meets_it(cast, birch, who):
    family = birch[0]
    allocate(family, cast.dora, cast, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER)
    assert running(family, "first_visit").get().owner == cast.sue, "one, of who leads"
    visit(family, getattr(cast, who), kind="session")
    assert not running(family, "first_visit").exists()
    allocate(family, cast.rick, cast, role=Role.RECOVERY_WORKER)
    assert not running(family, "first_visit").exists(), "it has been visited"


@pytest.mark.rule("A7.9")
def test_first_visit_is_the_teams_until_somebody_leads(cast, ash):
    allocate(ash.family, cast.dora, cast, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER)
    due = running(ash.family, "first_visit").get()
    assert (due.owner, due.team) == (None, cast.north)
    allocate(ash.family, cast.sue, cast, lead=True, at=NOW + DAY)
    led = running(ash.family, "first_visit").get()
    assert (led.owner, led.due_at) == (cast.sue, due.due_at), "the days run on"


@pytest.mark.rule("A7.9")
def test_first_visit_is_due_anew_of_a_case_that_opens_again(cast, birch, clock):
    family, bo, _ = birch
    visit(family, cast.sue)
    with acting(cast.mary):
        for involvement in family.involvement_set.all():
            change(involvement, closed_on=NOW.date(), closed_because="RC1")
        change(family.allocation_set.get(), until_date=NOW.date(), lead_until=NOW.date(), ended_because="RC1")
    clock.move_to(NOW + 9 * DAY)
    referrals.record_referral(
        family, received_on=(NOW + 9 * DAY).date(), source="6", reason="Again.", needs={bo: "N1"}, by=cast.mary,
        at=NOW + 9 * DAY,
    )  # fmt: skip
    allocate(family, cast.cora, cast, at=NOW + 9 * DAY)
    assert running(family, "first_visit").get().started_at == NOW + 9 * DAY


@pytest.mark.rule("A7.9")
def test_first_visit_is_met_only_by_a_visit_that_took_place(cast, birch, clock):
    family = birch[0]
    visit(family, cast.sue, kind="telephone_call")
    planned = notes.plan(family, kind="home_visit", planned_for=NOW + HOUR, by=cast.sue, at=NOW)
    second = notes.plan(family, kind="home_visit", planned_for=NOW + HOUR, by=cast.sue, at=NOW)
    notes.did_not_take_place(planned, because="Nobody in.", by=cast.sue, at=NOW + HOUR)
    assert running(family, "first_visit").exists()
    notes.took_place(second, took_place_at=NOW + HOUR, by=cast.sue, at=NOW + 2 * HOUR)
    assert met_at(family, "first_visit") == NOW + HOUR


@pytest.mark.rule("A7.9")
def test_first_visit_is_not_met_by_one_before_the_allocation(cast, ash):
    visit(ash.family, cast.cora, hours=-48)
    allocate(ash.family, cast.cora, cast)
    assert running(ash.family, "first_visit").exists()
    visit(ash.family, cast.cora, hours=-1)
    assert not running(ash.family, "first_visit").exists(), "of the same day it is"


@pytest.mark.rule("A7.9")
def test_first_visit_is_not_due_of_what_is_only_brought_in(cast, ash):
    allocate(ash.family, cast.cora, cast, from_date=(NOW - 20 * DAY).date())
    assert not ash.family.due_dates.filter(timescale="first_visit").exists()


@pytest.mark.rule("A7.9")
def test_first_visit_falls_away_when_nobody_works_with_the_family(cast, birch):
    family = birch[0]
    allocate(family, cast.dora, cast, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER)
    with acting(cast.mary):
        clocks.follow_parts(family, at=NOW)
        assert running(family, "first_visit").exists()
        for part in family.allocation_set.all():
            day = NOW.date() - DAY
            change(part, from_date=day, until_date=day, lead_from=None, lead_until=None, ended_because="OTHERS")
        clocks.follow_parts(family, at=NOW)
    assert not running(family, "first_visit").exists()


@pytest.mark.rule("A7.19")
def test_harmed_child_is_to_be_seen_by_who_leads(cast, birch):
    assert running(birch[0], "harm_alleged").get().owner == cast.sue


@pytest.mark.rule("A7.19")
def test_harmed_child_has_been_seen_by_whomever_and_not_by_another_child(cast, birch):
    family, bo, bea = birch
    visit(family, cast.sue, seen=[bea])
    assert running(family, "harm_alleged").exists()
    visit(family, cast.cora, seen=[bo], hours=2)
    assert met_at(family, "harm_alleged") == NOW + 2 * HOUR


@pytest.mark.rule("A7.19")
def test_harmed_child_seen_before_the_allegation_is_still_to_be_seen(cast, birch):
    family, bo, _ = birch
    visit(family, cast.sue, seen=[bo], hours=-2)
    assert running(family, "harm_alleged").exists()


@pytest.mark.rule("A7.19")
def test_harmed_child_ticked_only_in_the_write_up_has_been_seen(cast, birch):
    family, bo, _ = birch
    note = visit(family, cast.sue)
    notes.write(note, written=(), seen=[(bo, True, True, False)], by=cast.sue, at=NOW + 3 * HOUR)
    assert met_at(family, "harm_alleged") == NOW + HOUR


@pytest.mark.rule("A7.19", "A7.9")
def test_withdrawn_visit_lets_both_clocks_run_again_as_before(cast, birch):
    family, bo, _ = birch
    was = running(family, "harm_alleged").get().due_at
    note = visit(family, cast.sue, seen=[bo])
    notes.withdraw(note, because="Another family.", by=cast.sue, at=NOW + 3 * HOUR)
    due = running(family, "harm_alleged").get()
    assert (due.due_at, due.owner) == (was, cast.sue)
    assert running(family, "first_visit").get().owner == cast.sue


@pytest.mark.rule("A7.19")
def test_withdrawn_visit_leaves_both_clocks_met_by_another(cast, birch):
    family, bo, _ = birch
    note = visit(family, cast.sue, seen=[bo])
    visit(family, cast.sue, seen=[bo], hours=4)
    notes.withdraw(note, because="Another family.", by=cast.sue, at=NOW + 5 * HOUR)
    for timescale in ("harm_alleged", "first_visit"):
        assert met_at(family, timescale) == NOW + 4 * HOUR


@pytest.mark.rule("A7.19")
def test_tick_taken_back_lets_the_clock_run_again(cast, birch):
    family, bo, _ = birch
    note = visit(family, cast.sue, seen=[bo])
    notes.write(note, written=(), seen=[(bo, False, False, False)], by=cast.sue, at=NOW + 3 * HOUR)
    assert running(family, "harm_alleged").exists()
    assert not running(family, "first_visit").exists()


def test_time_put_right_moves_when_both_clocks_were_met(cast, birch):
    family, bo, _ = birch
    note = visit(family, cast.sue, seen=[bo])
    notes.write(note, written=(), took_place_at=NOW + 2 * HOUR, by=cast.sue, at=NOW + 3 * HOUR)
    for timescale in ("harm_alleged", "first_visit"):
        assert met_at(family, timescale) == NOW + 2 * HOUR


@pytest.mark.rule("A7.19")
def test_reason_why_not_seen_keeps_the_clock_met(cast, birch):
    family, bo, _ = birch
    involvement = family.involvement_set.get(child=bo)
    referrals.say_not_seen(involvement, because="In hospital.", by=cast.sue, at=NOW + 2 * HOUR)
    note = visit(family, cast.sue, seen=[bo])
    notes.withdraw(note, because="Another family.", by=cast.sue, at=NOW + 3 * HOUR)
    assert met_at(family, "harm_alleged") == NOW + 2 * HOUR
    assert not running(family, "harm_alleged").exists()


def test_clock_that_runs_again_is_owed_by_the_lead_and_the_team_of_now(cast, birch):
    """The visit that met it is withdrawn after the family went to another lead and another team."""
    family, bo, _ = birch
    note = visit(family, cast.sue, seen=[bo], at=NOW + 2 * HOUR)
    assert not running(family, "harm_alleged").exists()
    allocations.change_lead(
        family, cast.cora, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.mary, at=NOW + 3 * HOUR
    )
    with acting(cast.mary):
        change(family.familyteam_set.get(), from_date=NOW.date() - DAY, until_date=NOW.date() - DAY)
        FamilyTeam.objects.create(family=family, team=cast.south, from_date=NOW.date())
        follow_team(family, cast.south, before=cast.north, at=NOW + 3 * HOUR)
        carry_over([family.pk], at=NOW + 3 * HOUR)
    notes.withdraw(note, because="Another child.", by=cast.sue, at=NOW + 4 * HOUR)
    due = running(family, "harm_alleged").get()
    assert (due.owner, due.team) == (cast.cora, cast.south)


@pytest.mark.rule("A7.9")
def test_first_visit_of_a_worker_whose_part_is_over_is_not_owed_again(cast, birch, clock):
    """The visit that met it is withdrawn afterwards: nobody could make another."""
    family, note = birch[0], visit(birch[0], cast.sue)
    clock.move_to(NOW + 3 * DAY)
    allocations.end(
        family.allocation_set.get(), because="TSPROC", last_day=NOW.date() + DAY, summary="One visit.", outcome="Well.",
        rest_to=cast.mary, by=cast.mary, at=NOW + 3 * DAY,
    )  # fmt: skip
    notes.withdraw(note, because="Another family.", by=cast.mary, at=NOW + 3 * DAY)
    assert not running(family, "first_visit").exists()
