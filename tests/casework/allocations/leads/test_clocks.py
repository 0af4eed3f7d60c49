"""The clocks of naming who leads and of supervising a lead who is not qualified (A11.1)."""

from datetime import timedelta

import pytest
import time_machine

from casework.allocations import services as allocations
from casework.allocations.leads.checks import LeadTerms
from casework.allocations.leads.queries import plan_without_its_lead
from casework.deaths import services as deaths
from casework.notes import services as notes
from casework.passages.models import NewText
from casework.plans import services as facts
from casework.users.roles import Role
from tests.factories import NOW
from tests.practising import SHIPPED
from workbook.allocations.tasks import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture
def led_by_fern(cast, allocated, help_team, family_help):
    lead(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)
    return allocated


def lead(family, worker, by, from_date=TODAY, at=NOW, **terms):
    role = worker.memberships.get().role
    return allocations.change_lead(
        family, worker, role=role, from_date=from_date, terms=LeadTerms(**terms), by=by, at=at
    )


def to_be_named(family):
    return family.due_dates.running().filter(timescale="lead_named")


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("kind", ["cin", "cp", "eh", "cwcf"])
def test_plan_that_the_lead_may_lead_starts_no_clock(allocated, plan, practise, name, kind):
    practise(name)
    plan(allocated, kind)
    assert not allocated.family.due_dates.filter(timescale="lead_named").exists()
    assert plan_without_its_lead(allocated.family, TODAY) == ""


def test_plan_that_the_lead_may_not_lead_is_recorded_and_a_lead_is_named_in_two_working_days(led_by_fern, plan, cast):
    """One clock for the family, whoever of its children has such a plan."""
    plans = plan(led_by_fern, "cp", led_by_fern.mia, led_by_fern.ben)
    assert all(row.pk for row in plans)
    due = to_be_named(led_by_fern.family).get()
    assert (due.owner, due.team, due.due_at.date()) == (None, cast.north, TODAY + 2 * DAY)
    assert plan_without_its_lead(led_by_fern.family, TODAY) == (
        "The child protection plan needs a lead who is a lead child protection practitioner or a social worker."
    )


@pytest.mark.parametrize("worker", ["sue", "lena"])
@pytest.mark.parametrize("days", [0, 5])
def test_clock_is_met_when_a_lead_is_named_who_may_lead(cast, led_by_fern, help_team, plan, worker, days):
    plan(led_by_fern, "cp")
    lead(led_by_fern.family, {**vars(cast), **vars(help_team)}[worker], cast.mary, from_date=TODAY + days * DAY)
    assert not to_be_named(led_by_fern.family).exists()
    assert led_by_fern.family.due_dates.get(timescale="lead_named").met_at == NOW
    assert plan_without_its_lead(led_by_fern.family, TODAY) == ""


def test_clock_is_cancelled_when_the_plan_ends(cast, led_by_fern, plan):
    (row,) = plan(led_by_fern, "cp")
    facts.correct(row, from_date=TODAY - DAY, version=row.version, by=cast.mary, at=NOW)
    assert to_be_named(led_by_fern.family).exists()
    row.refresh_from_db()
    facts.end_plan(row, until_date=TODAY, ended_because="Safe.", version=row.version, by=cast.mary, at=NOW)
    due = led_by_fern.family.due_dates.get(timescale="lead_named")
    assert (due.met_at, due.cancelled_at) == (None, NOW)


def test_clock_runs_on_while_another_child_has_such_a_plan(cast, led_by_fern, plan):
    first, _ = plan(led_by_fern, "cp", led_by_fern.mia, led_by_fern.ben)
    facts.withdraw(first, because="Of another child.", version=first.version, by=cast.mary, at=NOW)
    assert to_be_named(led_by_fern.family).exists()


@pytest.mark.parametrize("what", ["enquiry", "proceedings", "care"])
def test_enquiry_court_and_care_need_their_lead_too(cast, led_by_fern, what):
    by = {"by": cast.mary, "at": NOW}
    if what == "enquiry":
        (row,) = facts.begin_assessments(
            led_by_fern.family, [led_by_fern.mia], kind="section_47", started_on=TODAY, **by
        )
    else:
        status = {"kind": "care", "status": "V2"} if what == "care" else {"kind": "care_proceedings"}
        (row,) = facts.begin_legal(led_by_fern.family, [led_by_fern.mia], from_date=TODAY, **status, **by)
    assert to_be_named(led_by_fern.family).exists()
    facts.withdraw(row, because="Of another child.", version=row.version, **by)
    assert not to_be_named(led_by_fern.family).exists()


def test_plan_of_a_child_who_died_needs_no_lead(cast, led_by_fern, plan):
    plan(led_by_fern, "cp")
    deaths.record_death(led_by_fern.family, led_by_fern.mia, died=TODAY, by=cast.mary, at=NOW)
    assert not to_be_named(led_by_fern.family).exists()
    deaths.put_right_death(led_by_fern.family, led_by_fern.mia, died=None, by=cast.mary, at=NOW)
    assert to_be_named(led_by_fern.family).exists()


def test_child_in_need_assessment_needs_no_other_lead(cast, led_by_fern):
    facts.begin_assessments(
        led_by_fern.family, [led_by_fern.mia], kind="single", started_on=TODAY, by=cast.mary, at=NOW
    )
    assert not to_be_named(led_by_fern.family).exists()


def test_clock_starts_when_the_lead_of_a_plan_ends_with_nobody_after(cast, allocated, plan):
    plan(allocated, "cp")
    sue = allocated.family.allocation_set.get(worker=cast.sue)
    allocations.end(
        sue, because="LEFTRL", last_day=TODAY - DAY, summary="Visits.", outcome="Better.", by=cast.mary, at=NOW,
        rest_to=cast.dora,
    )  # fmt: skip
    assert to_be_named(allocated.family).exists()


def test_supervision_of_a_lead_who_is_not_qualified_is_due_monthly_from_their_overseer(cast, led_by_fern, help_team):
    due = led_by_fern.family.due_dates.running().get(timescale="lead_supervision")
    assert (due.owner, due.due_at.date()) == (cast.cora, TODAY.replace(month=12))
    written = {
        "kind": "lead_supervision", "took_place_at": NOW - timedelta(hours=1), "at": NOW,
        "written": [NewText("lead_supervision", "Mia's nights; what Fern needs.")],
    }  # fmt: skip
    notes.record(led_by_fern.family, **written, by=help_team.fern)
    assert led_by_fern.family.due_dates.running().get(timescale="lead_supervision") == due, (
        "nobody supervises themselves"
    )
    notes.record(led_by_fern.family, **written, by=cast.cora)
    due.refresh_from_db()
    assert due.met_at == NOW - timedelta(hours=1)
    assert led_by_fern.family.due_dates.running().filter(timescale="lead_supervision").exists()


def test_supervision_that_was_recorded_in_error_begins_no_month(cast, led_by_fern, help_team):
    running = led_by_fern.family.due_dates.running().filter(timescale="lead_supervision")
    due = running.get()
    written = [NewText("lead_supervision", "Of another lead.")]
    note = notes.record(
        led_by_fern.family, kind="lead_supervision", took_place_at=NOW - timedelta(hours=1), written=written,
        by=cast.cora, at=NOW,
    )  # fmt: skip
    assert running.get().started_at != due.started_at
    notes.withdraw(note, because="Of another lead.", by=cast.cora, at=NOW)
    assert (running.get().started_at, running.get().due_at, running.get().owner) == (
        due.started_at, due.due_at, due.owner
    )  # fmt: skip


def test_supervision_is_not_due_of_a_qualified_lead_nor_of_a_former_one(cast, led_by_fern):
    lead(led_by_fern.family, cast.cora, cast.mary)
    assert not led_by_fern.family.due_dates.running().filter(timescale="lead_supervision").exists()


def test_supervision_goes_on_until_the_day_of_the_next_lead(cast, led_by_fern):
    lead(led_by_fern.family, cast.sue, cast.mary, from_date=TODAY + 2 * DAY)
    running = led_by_fern.family.due_dates.running().filter(timescale="lead_supervision")
    for days, runs in ((1, True), (2, False)):
        with time_machine.travel(NOW + days * DAY, tick=False):
            carry_out()
        assert running.exists() == runs


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "family_help"])
def test_supervision_of_the_lead_is_off_where_leads_are_social_workers(cast, ash, practise, name):
    practise(name)
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    assert not ash.family.due_dates.filter(timescale="lead_supervision").exists()
