from datetime import date, timedelta

import pytest
import time_machine

from casework.births import services as births
from casework.births.checks import Newborn
from casework.deaths import services as deaths
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.matching.services import merge
from casework.referrals import services as referrals
from casework.referrals.checks import InvolvementDetails
from casework.refusal import Conflict, Odd, Refusal
from casework.relationships import services as relationships
from casework.trail.confirming import confirming
from tests import brought_in
from tests.factories import NOW, add_child
from tests.told import times_told, told

pytestmark = pytest.mark.django_db
YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def clocks_of(child):
    return child.memberships.get().family.due_dates.running().filter(child=child)


def died(family, person, by, on=YESTERDAY):
    return deaths.record_death(family, person, died=on, by=by, at=NOW)


def test_death_keeps_the_person_on_record_and_cancels_what_was_due(cast, ash):
    assert clocks_of(ash.ben).exists()
    assert died(ash.family, ash.ben, cast.mary).died == YESTERDAY
    assert ash.ben in ash.family.people_now()
    assert not clocks_of(ash.ben).exists()
    assert clocks_of(ash.mia).exists()


def test_death_leaves_the_involvement_to_a_manager_who_is_notified(cast, allocated):
    died(allocated.family, allocated.ben, cast.sue)
    assert allocated.ben.involvements.get().closed_on is None
    assert times_told(cast.mary, "close Ben Ash's part is for a manager") == 1
    died(allocated.family, allocated.ann, cast.sue)
    assert not told("Ann Ash's part")


def test_death_is_idempotent_and_conflicts_on_another_day(cast, ash):
    for _ in range(2):
        died(ash.family, ash.ann, cast.mary)
    with pytest.raises(Conflict, match="died on Mon 2 Nov 2026"):
        died(ash.family, ash.ann, cast.mary, NOW.date())


@pytest.mark.parametrize(
    ("on", "sentence"), [((NOW + timedelta(days=1)).date(), "future"), (date(2019, 5, 3), "born on Sat 4 May 2019")]
)
def test_death_refuses_a_day_in_the_future_or_before_birth(cast, ash, on, sentence):
    with pytest.raises(Refusal, match=sentence):
        died(ash.family, ash.mia, cast.mary, on)


def test_death_of_the_unborn_is_refused(cast, ash):
    baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    with pytest.raises(Refusal, match="or that the pregnancy ended"):
        died(ash.family, baby, cast.mary)


def test_death_is_recorded_and_put_right_by_who_leads_or_manages(cast, allocated):
    with pytest.raises(Refusal, match="You may not"):
        died(allocated.family, allocated.ben, cast.dora)
    with pytest.raises(Refusal, match="You may not"):
        deaths.put_right_death(allocated.family, allocated.ben, died=None, by=cast.dora, at=NOW)
    died(allocated.family, allocated.ben, cast.sue)


def test_death_undone_lets_the_clock_run_again(cast, ash):
    was = clocks_of(ash.ben).get().due_at
    died(ash.family, ash.ben, cast.mary)
    assert deaths.put_right_death(ash.family, ash.ben, died=None, by=cast.mary, at=NOW).died is None
    assert clocks_of(ash.ben).get().due_at == was


def test_death_is_put_right_within_what_can_be(cast, ash):
    with pytest.raises(Refusal, match="nothing to correct"):
        deaths.put_right_death(ash.family, ash.ben, died=YESTERDAY, by=cast.mary, at=NOW)
    died(ash.family, ash.ben, cast.mary)
    assert deaths.put_right_death(ash.family, ash.ben, died=NOW.date(), by=cast.mary, at=NOW).died == NOW.date()
    with pytest.raises(Refusal, match="future"):
        deaths.put_right_death(ash.family, ash.ben, died=(NOW + timedelta(days=2)).date(), by=cast.mary, at=NOW)
    assert not clocks_of(ash.ben).exists()


def test_death_notifies_the_managers_of_each_family_in_which_the_child_is_open(cast, ash):
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    brought_in.bring_in(elm, ash.ben, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
    died(elm, ash.ben, cast.sid)
    [news] = told("close Ben Ash's part is for a manager")
    assert (news.user, news.family) == (cast.mary, ash.family)


def test_death_cancels_what_was_due_of_the_same_child_entered_twice(cast, ash):
    twice = add_child(ash.family, cast.mary, name="Benny Ash", born=ash.ben.born)
    merge(ash.ben, twice, because="One NHS number.", by=cast.mary, at=NOW)
    died(ash.family, twice, cast.mary)
    assert not clocks_of(ash.ben).exists()


@pytest.mark.rule("A7.19")
def test_death_undone_lets_hours_and_decision_run_to_the_same_moment(cast, ash):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_child(birch, cast.mary, name="Bo Birch")
    part = InvolvementDetails("N8", harm_alleged_at=NOW)
    referrals.receive(
        birch, received_on=NOW.date(), source="6", reason="Hit.", details={bo: part}, protection_status="None.",
        no_checks_because="At once.", by=cast.mary, at=NOW,
    )  # fmt: skip
    was = {due.timescale: due.due_at for due in clocks_of(bo)}
    assert {"harm_alleged", "referral_decision"} <= set(was)
    died(birch, bo, cast.mary, NOW.date())
    deaths.put_right_death(birch, bo, died=None, by=cast.mary, at=NOW)
    assert {due.timescale: due.due_at for due in clocks_of(bo)} == was


def test_pregnant_mother_may_die_and_the_pregnancy_may_have_ended(cast, ash):
    soon = (NOW + timedelta(days=7)).date()
    for name in ("Bea", "Bo"):
        baby = add_child(ash.family, cast.mary, name=name, born=None, expected=soon)
        relationships.relate(ash.family, ash.ann, kind="mother", other=baby, by=cast.mary, at=NOW)
    births.end_pregnancy(ash.family, baby, ended_on=NOW.date(), by=cast.mary, at=NOW)
    assert died(ash.family, ash.ann, cast.mary).died == YESTERDAY


def test_mother_who_died_the_day_before_the_birth_is_asked_about(cast, ash):
    soon = (NOW + timedelta(days=7)).date()
    baby = add_child(ash.family, cast.mary, name="Bea", born=None, expected=soon)
    relationships.relate(ash.family, ash.ann, kind="mother", other=baby, by=cast.mary, at=NOW)
    births.record_birth(ash.family, baby, born=NOW.date(), children=[Newborn("Bea", "F")], by=cast.mary, at=NOW)
    with pytest.raises(Odd, match="before Bea was born") as odd:
        died(ash.family, ash.ann, cast.mary)
    with confirming([odd.value.sentence]):
        died(ash.family, ash.ann, cast.mary)
