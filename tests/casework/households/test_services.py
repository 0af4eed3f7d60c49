from datetime import date, timedelta

import pytest
import time_machine

from casework.deaths.services import record_death
from casework.families.services import add_family
from casework.households import services as households
from casework.matching.services import merge
from casework.refusal import Refusal
from tests.factories import NOW, add_adult, add_child
from tests.story import days_ago

pytestmark = pytest.mark.django_db
DAY = days_ago(5).date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def move(ash, people, by, **values):
    details = {"in_household": False, "moved_on": DAY, "because": "To her sister.", "by": by, "at": NOW, **values}
    return households.move(ash.family, people, **details)


def leave(ash, person, by, **values):
    return households.leave(
        ash.family, person, **{"left_on": DAY, "because": "Moved abroad.", "by": by, "at": NOW, **values}
    )


def back(ash, person, by, **values):
    details = {"from_date": days_ago(2).date(), "in_household": True, "because": "", "by": by, "at": NOW, **values}
    return households.come_back(ash.family, person, **details)


def test_move_ends_one_membership_the_day_before_and_begins_another(cast, ash):
    move(ash, [ash.ann, ash.mia], cast.mary)
    for person in (ash.ann, ash.mia):
        now, was = ash.family.familymember_set.filter(person=person).order_by("-pk")
        assert (was.in_household, was.until_date) == (True, DAY - timedelta(days=1))
        assert (now.in_household, now.from_date, now.until_date, now.because) == (False, DAY, None, "To her sister.")
    assert [member.person for member in ash.family.members_now().filter(in_household=True)] == [ash.ben]


def test_move_is_recorded_once(cast, ash):
    move(ash, [ash.ann], cast.mary)
    with pytest.raises(Refusal, match="already"):
        move(ash, [ash.ann], cast.mary)
    assert ash.family.familymember_set.filter(person=ash.ann).count() == 2


def test_move_is_of_all_or_nobody(cast, ash):
    move(ash, [ash.ann], cast.mary)
    with pytest.raises(Refusal, match="Ann Ash is recorded as living outside the household already"):
        move(ash, [ash.mia, ash.ann], cast.mary, moved_on=days_ago(3).date())
    assert ash.family.familymember_set.filter(person=ash.mia).count() == 1


def test_move_is_later_than_what_is_recorded_and_not_in_the_future(cast, ash):
    move(ash, [ash.ann], cast.mary)
    for day in (DAY, days_ago(6).date()):
        with pytest.raises(Refusal, match="Give a later day"):
            move(ash, [ash.ann], cast.mary, in_household=True, moved_on=day)
    with pytest.raises(Refusal, match="future"):
        move(ash, [ash.ann], cast.mary, in_household=True, moved_on=date(2026, 11, 4))
    move(ash, [ash.ann], cast.mary, in_household=True, moved_on=days_ago(4).date())


def test_move_refuses_the_dead_and_those_of_another_family(cast, ash):
    with pytest.raises(Refusal, match="at least one"):
        move(ash, [], cast.mary)
    record_death(ash.family, ash.ann, died=days_ago(9).date(), by=cast.mary, at=NOW)
    ash.ann.refresh_from_db()
    with pytest.raises(Refusal, match="died on"):
        move(ash, [ash.ann], cast.mary)
    dan = add_adult(ash.family, cast.mary, name="Dan Ash")
    leave(ash, dan, cast.mary)
    with pytest.raises(Refusal, match="does not belong"):
        move(ash, [dan], cast.mary)


def test_leaving_ends_the_membership_on_that_day_with_the_reason(cast, ash):
    member = leave(ash, ash.ann, cast.mary)
    assert (member.until_date, member.ended_because) == (DAY, "Moved abroad.")
    assert ash.ann not in ash.family.people_now()
    assert leave(ash, ash.ann, cast.mary) == member


@pytest.mark.parametrize(
    ("values", "sentence"), [({"because": " "}, "Say why"), ({"left_on": date(2026, 11, 4)}, "future")]
)
def test_leaving_needs_a_reason_and_a_day_that_has_come(cast, ash, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        leave(ash, ash.ann, cast.mary, **values)


def test_leaving_is_refused_while_the_child_is_open(cast, ash):
    with pytest.raises(Refusal, match="a manager closes that first"):
        leave(ash, ash.mia, cast.mary)


def test_leaving_is_refused_for_the_dead_and_the_unborn(cast, ash):
    record_death(ash.family, ash.ann, died=days_ago(9).date(), by=cast.mary, at=NOW)
    ash.ann.refresh_from_db()
    with pytest.raises(Refusal, match="stays on the family's record"):
        leave(ash, ash.ann, cast.mary)
    baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    with pytest.raises(Refusal, match="the pregnancy ended"):
        leave(ash, baby, cast.mary)


def test_leaving_is_no_earlier_than_coming(cast, ash):
    dan = add_adult(ash.family, cast.mary, name="Dan Ash", from_date=days_ago(3).date(), at=NOW)
    with pytest.raises(Refusal, match="Give a later day"):
        leave(ash, dan, cast.mary)


def test_coming_back_happens_once_and_later(cast, ash):
    with pytest.raises(Refusal, match="belongs to this family now"):
        back(ash, ash.ann, cast.mary)
    leave(ash, ash.ann, cast.mary)
    with pytest.raises(Refusal, match="Give a later day"):
        back(ash, ash.ann, cast.mary, from_date=DAY)
    with pytest.raises(Refusal, match="future"):
        back(ash, ash.ann, cast.mary, from_date=date(2026, 11, 4))
    back(ash, ash.ann, cast.mary)
    with pytest.raises(Refusal, match="belongs to this family now"):
        back(ash, ash.ann, cast.mary)
    assert ash.ann in ash.family.people_now()


def test_coming_back_is_refused_for_who_never_belonged(cast, ash):
    birch = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="belonged to this family before"):
        back(ash, add_adult(birch, cast.mary, name="Bea Birch"), cast.mary)


def test_move_leaving_and_return_are_recorded_by_who_leads_or_manages(cast, allocated):
    for act in (lambda: move(allocated, [allocated.ann], cast.dora), lambda: leave(allocated, allocated.ann, cast.dora),
                lambda: back(allocated, allocated.ann, cast.dora)):  # fmt: skip
        with pytest.raises(Refusal, match="You may not"):
            act()


def test_coming_back_is_refused_for_the_other_entry_of_somebody_entered_twice(cast, ash):
    twice = add_child(ash.family, cast.mary, name="Mia Ashe")
    merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="belongs to this family now"):
        back(ash, twice, cast.mary)
