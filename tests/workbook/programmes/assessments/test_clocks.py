"""When the programme must be completed as an assessment (A5.14)."""

from datetime import date, timedelta

import pytest

from casework.duedates import queries as duedates
from casework.duedates.registry import what_is_due
from casework.plans import services as facts
from casework.trail.acting import acting
from casework.trail.confirming import confirming
from casework.trail.rows import change
from casework.users import services as users
from casework.words import london_date
from tests.factories import NOW
from workbook.programmes import services as programmes
from workbook.programmes.assessments import clocks, services
from workbook.programmes.significant_changes import services as significant_changes

pytestmark = pytest.mark.usefixtures("west_sussex")

DAY = timedelta(days=1)
TODAY = NOW.date()


def reconcile_all(*, now):
    return services.reconcile_all(by=users.robot("changes"), now=now)


def begin_plan(month, cast, from_date):
    """Of Ben, from before his case opened here, as of somebody who came from elsewhere."""
    with confirming(None):
        facts.begin_plans(month.family, [month.ben], kind="cin", from_date=from_date, by=cast.sue, at=NOW)


def due(timescale, programme):
    """The day on which it is due, or None."""
    running = duedates.running_clock(timescale, programme).first()
    return running and london_date(running.due_at)


def review(month, cast, planned_for, child=None, **other):
    return facts.add_conferences(
        month.family, [child or month.mia], kind="rcpc", planned_for=planned_for, by=cast.sue, at=NOW, **other
    )[0]  # fmt: skip


@pytest.fixture
def protected(cast, month, programme):
    """Mia's protection plan began a month ago."""
    facts.begin_plans(
        month.family, [month.mia], kind="cp", category="NEG", from_date=TODAY - 30 * DAY, by=cast.sue, at=NOW
    )
    return month


@pytest.mark.rule("A5.14")
def test_yearly_clock_runs_from_the_opening_and_from_the_last_completed(cast, programme, whole, complete):
    reconcile_all(now=NOW)
    assert due("assessment_yearly", programme) == date(2027, 10, 14)
    complete(services.submit(whole, occasion="yearly", by=cast.sue, at=NOW))
    assert due("assessment_yearly", programme) == date(2027, 11, 3)


@pytest.mark.rule("A5.14")
def test_conference_clock_is_for_the_second_review_and_not_the_first(cast, protected, programme):
    review(protected, cast, TODAY + 20 * DAY)
    reconcile_all(now=NOW)
    assert due("assessment_before_conference", programme) is None
    review(protected, cast, date(2027, 5, 18))
    reconcile_all(now=NOW)
    assert due("assessment_before_conference", programme) == date(2027, 5, 11)
    what = what_is_due(duedates.running_clock("assessment_before_conference", programme).get())
    assert what == "Complete the Family Programme as an assessment: Mia Ash, conference on Tue 18 May 2027"


@pytest.mark.rule("A5.14")
def test_conference_clock_moves_with_the_conference_and_is_cancelled_with_the_plan(cast, protected, programme):
    review(protected, cast, TODAY + 20 * DAY)
    second = review(protected, cast, date(2027, 5, 18))
    reconcile_all(now=NOW)
    first_due = duedates.running_clock("assessment_before_conference", programme).get()
    facts.correct(second, version=1, planned_for=date(2027, 6, 15), by=cast.sue, at=NOW)
    reconcile_all(now=NOW)
    first_due.refresh_from_db()
    assert first_due.cancelled_at == NOW
    assert due("assessment_before_conference", programme) == date(2027, 6, 8)
    plan = protected.family.plan_set.get()
    facts.end_plan(plan, until_date=TODAY, ended_because="Safe.", version=1, by=cast.sue, at=NOW)
    reconcile_all(now=NOW)
    assert due("assessment_before_conference", programme) is None


@pytest.mark.rule("A5.14")
def test_conference_that_was_not_held_does_not_count(cast, protected, programme):
    first = review(protected, cast, TODAY + 20 * DAY)
    review(protected, cast, date(2027, 5, 18))
    facts.record_not_held(first, not_held_because="The chair was ill.", version=1, by=cast.sue, at=NOW)
    reconcile_all(now=NOW)
    assert due("assessment_before_conference", programme) is None


@pytest.mark.rule("A5.14")
def test_conference_clock_stays_once_the_conference_was_held_without_an_assessment(cast, protected, programme):
    review(protected, cast, TODAY + 20 * DAY)
    second = review(protected, cast, TODAY + 40 * DAY)
    reconcile_all(now=NOW)
    was = due("assessment_before_conference", programme)
    later = NOW + 41 * DAY
    facts.record_held(second, held_on=TODAY + 40 * DAY, outcome="Goes on.", version=1, by=cast.sue, at=later)
    reconcile_all(now=later)
    assert due("assessment_before_conference", programme) == was


@pytest.mark.rule("A5.14")
def test_review_clock_runs_before_the_nine_month_review_of_a_child_in_need(cast, month, programme):
    begin_plan(month, cast, date(2026, 6, 1))
    reconcile_all(now=NOW)
    assert due("assessment_before_review", programme) == date(2027, 3, 1)


@pytest.mark.rule("A5.14")
def test_review_that_fell_before_the_programme_opened_has_no_clock(cast, month, programme):
    begin_plan(month, cast, date(2025, 9, 1))
    reconcile_all(now=NOW)
    assert due("assessment_before_review", programme) is None


@pytest.mark.rule("A5.14")
def test_yearly_clock_does_not_run_with_no_child_whose_case_is_open(cast, month, programme):
    reconcile_all(now=NOW)
    with acting(cast.mary):
        for involvement in month.family.involvement_set.filter(closed_on=None):
            change(involvement, closed_on=TODAY, closed_because="RC7")
    reconcile_all(now=NOW + DAY)
    assert due("assessment_yearly", programme) is None


@pytest.mark.rule("A5.14")
def test_completed_assessment_meets_all_clocks_and_none_comes_back(cast, protected, programme, whole, complete):
    begin_plan(protected, cast, date(2026, 6, 1))
    review(protected, cast, TODAY + 20 * DAY)
    review(protected, cast, date(2027, 5, 18))
    significant_changes.record(programme, what="Tom left.", happened_on=TODAY, by=cast.dora, at=NOW)
    reconcile_all(now=NOW)
    assert all(due(timescale, programme) for timescale in clocks.TIMESCALES)
    complete(services.submit(whole, occasion="review_conference", by=cast.sue, at=NOW))
    reconcile_all(now=NOW + DAY)
    left = {timescale: due(timescale, programme) for timescale in clocks.TIMESCALES}
    assert {timescale for timescale, day in left.items() if day} == {"assessment_yearly"}
    assert programme.family.due_dates.filter(met_at=NOW, timescale__startswith="assessment_").count() == 4


@pytest.mark.rule("A5.14")
def test_significant_change_starts_a_clock_and_an_earlier_date_is_kept(cast, programme):
    significant_changes.record(programme, what="Tom left.", happened_on=TODAY - 7 * DAY, by=cast.dora, at=NOW)
    significant_changes.record(programme, what="Ann works.", happened_on=TODAY, by=cast.dora, at=NOW)
    assert due("assessment_after_change", programme) == TODAY + 35 * DAY


def test_reconciled_clock_is_left_alone_by_the_next_sweep(cast, protected, programme):
    review(protected, cast, TODAY + 20 * DAY)
    review(protected, cast, date(2027, 5, 18))
    begin_plan(protected, cast, date(2026, 6, 1))
    reconcile_all(now=NOW)
    before = list(programme.family.due_dates.values_list("pk", "cancelled_at"))
    assert reconcile_all(now=NOW + DAY) == 1
    assert list(programme.family.due_dates.values_list("pk", "cancelled_at")) == before


def test_clocks_are_the_lead_workers_and_follow_the_lead(cast, programme):
    reconcile_all(now=NOW)
    assert duedates.running_clock("assessment_yearly", programme).get().owner == cast.sue


def test_ended_programme_has_no_clocks(cast, protected, programme):
    review(protected, cast, TODAY + 20 * DAY)
    review(protected, cast, date(2027, 5, 18))
    reconcile_all(now=NOW)
    programmes.end(programme, because="Over.", by=cast.mary, at=NOW)
    reconcile_all(now=NOW)
    assert not any(due(timescale, programme) for timescale in clocks.TIMESCALES)
    assert reconcile_all(now=NOW) == 0


def test_practice_without_the_timescales_starts_none_and_leaves_one_that_ran(cast, programme, practise):
    practise("luton")
    reconcile_all(now=NOW)
    assert not any(due(timescale, programme) for timescale in clocks.TIMESCALES)
    practise("west_sussex")
    reconcile_all(now=NOW)
    practise("luton")
    reconcile_all(now=NOW + DAY)
    assert due("assessment_yearly", programme)


def test_sweep_goes_on_past_a_programme_that_cannot_be_reconciled(programme, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr(clocks, "reconcile", fail)
    assert reconcile_all(now=NOW) == 0


@pytest.mark.rule("A5.1", "A5.13")
def test_assessment_that_waits_for_the_manager_pauses_the_clock_of_writing(cast, whole, complete):
    later, four_weeks = NOW + 2 * DAY, 28 * DAY
    for give_back, by in ((services.return_to_lead, cast.mary), (services.take_back, cast.sue)):
        waits = services.submit(whole, occasion="yearly", by=cast.sue, at=NOW)
        assert due("modules_touched", whole) is None
        give_back(waits, because="Write of Ben.", version=waits.version, by=by, at=later)
        assert due("modules_touched", whole) == TODAY + 2 * DAY + four_weeks
    complete(services.submit(whole, occasion="yearly", by=cast.sue, at=NOW))
    assert due("modules_touched", whole) == TODAY + four_weeks
