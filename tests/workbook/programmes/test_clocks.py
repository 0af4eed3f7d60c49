"""The clocks of the Family Programme: touched every four weeks, the first modules, direct work with each child."""

from datetime import timedelta

import pytest

from casework.births.checks import Newborn
from casework.deaths import services as deaths
from casework.duedates.models import DueDate
from casework.families.models import FamilyRole
from casework.users.services import robot
from tests.cast import the_month
from tests.factories import NOW, add_adult
from tests.workbook.programmes.conftest import WHY, write
from workbook.allocations import services as allocations
from workbook.births import services as births
from workbook.members import services as members
from workbook.programmes import services as programmes
from workbook.programmes.modules import queries, services

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
OPENED = NOW - timedelta(days=20)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def module():
    return lambda number: next(each for each in queries.practice_modules() if each.number == number)


@pytest.fixture
def opened(allocated, cast, west_sussex):
    """A Workbook with its programme, opened 20 days ago where the practice has a clock for each."""
    return the_month({"cast": cast, "allocated": allocated})


@pytest.fixture
def first(opened):
    return opened.family.familyprogramme_set.get()


def running(family, timescale):
    return list(DueDate.objects.running().filter(family=family, timescale=timescale).order_by("child", "pk"))


def due(family, timescale):
    (found,) = running(family, timescale)
    return found.due_at.date()


def children(family):
    return {each.child.name: each.due_at.date() for each in running(family, "module_children")}


@pytest.mark.rule("A5.1", "C6")
def test_clock_of_writing_is_four_weeks_and_each_save_starts_it_again(opened, cast, first, module):
    assert due(opened.family, "modules_touched") == (OPENED + 4 * WEEK).date()
    assert running(opened.family, "modules_touched")[0].owner == cast.sue
    record = write(first, module(5), by=cast.sue)
    assert due(opened.family, "modules_touched") == (NOW + 4 * WEEK).date()
    write(first, module(5), by=cast.sue, version=record.version, at=NOW + DAY)
    assert due(opened.family, "modules_touched") == (NOW + 4 * WEEK).date(), "nothing was changed"


@pytest.mark.rule("A5.9")
def test_clock_of_the_first_three_modules_is_six_weeks_and_met_by_the_last_of_them(opened, cast, first, module):
    assert due(opened.family, "modules_first") == (OPENED + 6 * WEEK).date()
    for number in (1, 2, 3):
        assert running(opened.family, "modules_first")
        record = write(first, module(number), by=cast.sue)
        record = services.complete(first, module(number), version=record.version, by=cast.sue, at=NOW)
    assert not running(opened.family, "modules_first")
    services.take_up(first, module(3), version=record.version, by=cast.sue, at=NOW)
    assert not running(opened.family, "modules_first"), "module 3 may be taken up again (A5.12)"


@pytest.mark.rule("A5.10")
def test_clock_of_direct_work_runs_for_each_child_and_is_met_by_its_first_record(opened, cast, first, module):
    by = (OPENED + 6 * WEEK).date()
    assert children(opened.family) == {"Mia Ash": by, "Ben Ash": by}
    write(first, module(4), "Mia draws.", by=cast.sue, child=opened.mia)
    assert children(opened.family) == {"Ben Ash": by}
    assert DueDate.objects.get(timescale="module_children", child=opened.mia).met_at == NOW


@pytest.mark.rule("A5.10")
def test_clock_of_a_child_who_joins_runs_from_that_day_and_of_one_who_leaves_ends(opened, cast, first):
    ida = members.add_person(
        opened.family, name="Ida Ash", role=FamilyRole.CHILD, born=NOW.date() - 900 * DAY, by=cast.sue, at=NOW
    )
    assert children(opened.family)["Ida Ash"] == (NOW + 6 * WEEK).date()
    members.leave(opened.family, ida, left_on=NOW.date(), because="To her aunt.", by=cast.sue, at=NOW)
    assert "Ida Ash" not in children(opened.family)


@pytest.mark.rule("A5.10")
def test_clock_of_a_child_who_is_expected_runs_from_the_birth(opened, cast, first):
    expected = members.add_person(
        opened.family, name="Baby Ash", role=FamilyRole.CHILD, expected=(NOW + 10 * DAY).date(), by=cast.sue, at=NOW
    )
    assert "Baby Ash" not in children(opened.family)
    born = (NOW - 3 * DAY).date()
    births.record_birth(opened.family, expected, born=born, children=[Newborn("Zoe Ash", "F")], by=cast.sue, at=NOW)
    assert children(opened.family)["Zoe Ash"] == born + 6 * WEEK


@pytest.mark.rule("A5.10")
def test_clock_of_a_child_whom_nobody_expected_runs_from_the_birth(opened, cast, first):
    born = (NOW - 3 * DAY).date()
    births.record_unexpected_birth(
        opened.family, opened.ann, born=born, children=[Newborn("Zoe Ash", "F")], by=cast.sue, at=NOW
    )
    assert children(opened.family)["Zoe Ash"] == born + 6 * WEEK


@pytest.mark.rule("A5.10")
def test_clock_of_a_child_who_died_ends_and_a_death_put_right_starts_it_by_the_sweep(opened, cast, first):
    by = children(opened.family)["Mia Ash"]
    deaths.record_death(opened.family, opened.mia, died=NOW.date(), by=cast.sue, at=NOW)
    _sweep()
    assert set(children(opened.family)) == {"Ben Ash"}
    deaths.put_right_death(opened.family, opened.mia, died=None, by=cast.sue, at=NOW)
    _sweep()
    assert children(opened.family)["Mia Ash"] == by


def _sweep():
    assert programmes.reconcile_all(by=robot("changes"), now=NOW) == 1


def test_sweep_starts_nothing_twice(opened, first):
    before = DueDate.objects.count()
    _sweep()
    assert DueDate.objects.count() == before


@pytest.mark.rule("A5.3", "A5.10")
def test_clocks_of_a_family_without_a_workbook_are_the_same(allocated, cast, west_sussex, module):
    programme = programmes.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    assert due(allocated.family, "modules_touched") == (NOW + 4 * WEEK).date()
    assert set(children(allocated.family)) == {"Mia Ash", "Ben Ash"}
    write(programme, module(4), "Ben builds.", by=cast.sue, child=allocated.ben)
    assert set(children(allocated.family)) == {"Mia Ash"}


@pytest.mark.rule("A5.6", "A5.10")
def test_clocks_of_two_programmes_are_their_own_and_one_for_each_child(opened, cast, first, module):
    carl = add_adult(opened.family, cast.mary, name="Carl Ash")
    second = programmes.open_programme(opened.family, parents=[carl], apart_because=WHY, by=cast.sue, at=NOW)
    assert len(running(opened.family, "modules_touched")) == 2
    assert len(running(opened.family, "module_children")) == 2
    write(second, module(4), "Mia draws.", by=cast.sue, child=opened.mia, at=NOW + DAY)
    assert {each.due_at.date() for each in running(opened.family, "modules_touched")} == {(NOW + DAY + 4 * WEEK).date()}
    assert set(children(opened.family)) == {"Ben Ash"}


@pytest.mark.rule("A5.1", "A5.9", "A5.10")
def test_clocks_are_cancelled_with_the_programme(opened, cast, first):
    programmes.end(first, because="Over.", by=cast.mary, at=NOW)
    for timescale in ("modules_touched", "modules_first", "module_children"):
        assert not running(opened.family, timescale)


@pytest.mark.rule("C21")
def test_clocks_follow_the_lead_worker(opened, cast, first):
    allocations.change_lead(opened.family, cast.cora, role="social_worker", from_date=NOW.date(), by=cast.mary, at=NOW)
    assert {each.owner for each in running(opened.family, "modules_touched")} == {cast.cora}
    assert {each.owner for each in running(opened.family, "module_children")} == {cast.cora}
