from datetime import date

import pytest
import time_machine

from casework.families import services as families
from casework.refusal import Refusal
from casework.relationships import services as relationships
from tests.factories import NOW, add_adult
from tests.story import days_ago

pytestmark = pytest.mark.django_db
DAY = days_ago(5).date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def couple(cast, ash):
    dan = add_adult(ash.family, cast.mary, name="Dan Ash")
    return families.relate(
        ash.family, dan, kind="partner", other=ash.ann, from_date=days_ago(9).date(), by=cast.mary, at=NOW
    )


def test_a_relationship_bears_the_day_since_when_it_is_so(cast, ash, couple):
    assert couple.from_date == days_ago(9).date()
    with pytest.raises(Refusal, match="future"):
        families.relate(
            ash.family, ash.ann, kind="carer", other=ash.mia, from_date=date(2026, 11, 4), by=cast.mary, at=NOW
        )


def test_what_was_so_ends_on_a_day_once(cast, ash, couple):
    for _ in range(2):
        ended = relationships.end(couple, ended_on=DAY, because="They parted.", by=cast.mary, at=NOW)
    assert (ended.until_date, ended.ended_because, ended.recorded_wrongly) == (DAY, "They parted.", False)
    assert not ash.family.relationships_now().filter(pk=couple.pk).exists()
    with pytest.raises(Refusal, match="It ended on Thu 29 Oct 2026 already"):
        relationships.end(couple, ended_on=NOW.date(), because="", by=cast.mary, at=NOW)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 11, 4), "future"), (days_ago(10).date(), "It began on Sun 25 Oct 2026")]
)
def test_it_ends_on_a_day_that_can_be(cast, couple, day, sentence):
    with pytest.raises(Refusal, match=sentence):
        relationships.end(couple, ended_on=day, because="", by=cast.mary, at=NOW)


def test_what_never_was_goes_with_a_reason_and_can_be_said_rightly_again(cast, ash, couple):
    with pytest.raises(Refusal, match="what was wrong"):
        relationships.withdraw(couple, because=" ", by=cast.mary, at=NOW)
    for _ in range(2):
        wrong = relationships.withdraw(couple, because="He is her brother.", by=cast.mary, at=NOW)
    assert wrong.recorded_wrongly
    assert not ash.family.relationships_now().filter(pk=couple.pk).exists()
    assert wrong.history.count() == 2
    again = families.relate(ash.family, couple.person, kind="partner", other=ash.ann, by=cast.mary)
    assert again != couple


def test_only_who_leads_or_manages_ends_a_relationship(cast, allocated):
    mother = allocated.family.relationship_set.first()
    with pytest.raises(Refusal, match="You may not"):
        relationships.end(mother, ended_on=DAY, because="", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        relationships.withdraw(mother, because="Wrong.", by=cast.dora, at=NOW)
