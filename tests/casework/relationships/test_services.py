from datetime import date

import pytest
import time_machine

from casework.families import services as families
from casework.refusal import Conflict, Refusal
from casework.relationships import services as relationships
from casework.trail.acting import acting
from tests.factories import NOW, add_adult, add_child
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
    return relationships.relate(
        ash.family, dan, kind="partner", other=ash.ann, from_date=days_ago(9).date(), by=cast.mary, at=NOW
    )


def test_relationship_has_its_first_day(cast, ash, couple):
    assert couple.from_date == days_ago(9).date()
    with pytest.raises(Refusal, match="future"):
        relationships.relate(
            ash.family, ash.ann, kind="carer", other=ash.mia, from_date=date(2026, 11, 4), by=cast.mary, at=NOW
        )


def test_relationship_ends_on_a_day_once(cast, ash, couple):
    ended = relationships.end(couple, ended_on=DAY, because="They parted.", by=cast.mary, at=NOW)
    assert (ended.until_date, ended.ended_because, ended.recorded_wrongly) == (DAY, "They parted.", False)
    assert not ash.family.relationships_now().filter(pk=couple.pk).exists()
    for day in (DAY, NOW.date()):
        with pytest.raises(Refusal, match="It ended on Thu 29 Oct 2026 already"):
            relationships.end(couple, ended_on=day, because="Another reason.", by=cast.mary, at=NOW)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 11, 4), "future"), (days_ago(10).date(), "It began on Sun 25 Oct 2026")]
)
def test_relationship_refuses_an_end_that_cannot_be(cast, couple, day, sentence):
    with pytest.raises(Refusal, match=sentence):
        relationships.end(couple, ended_on=day, because="", by=cast.mary, at=NOW)


def test_relationship_recorded_wrongly_is_withdrawn_with_a_reason_and_recorded_anew(cast, ash, couple):
    with pytest.raises(Refusal, match="what was wrong"):
        relationships.withdraw(couple, because=" ", by=cast.mary, at=NOW)
    wrong = relationships.withdraw(couple, because="He is her brother.", by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="stands already"):
        relationships.withdraw(couple, because="Another reason.", by=cast.mary, at=NOW)
    assert wrong.recorded_wrongly
    assert not ash.family.relationships_now().filter(pk=couple.pk).exists()
    assert wrong.history.count() == 2
    again = relationships.relate(ash.family, couple.person, kind="partner", other=ash.ann, by=cast.mary, at=NOW)
    assert again != couple


def test_relationship_is_ended_by_who_leads_or_manages(cast, allocated):
    mother = allocated.family.relationship_set.first()
    with pytest.raises(Refusal, match="You may not"):
        relationships.end(mother, ended_on=DAY, because="", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        relationships.withdraw(mother, because="Wrong.", by=cast.dora, at=NOW)


@pytest.mark.rule("A1.15")
def test_relationship_reads_as_a_sentence(cast, ash):
    relationships.relate(ash.family, ash.mia, kind="sibling", other=ash.ben, by=cast.mary, at=NOW)
    assert [row.sentence for row in ash.family.relationship_set.all()] == [
        "Ann Ash is the mother of Mia Ash",
        "Ann Ash is the mother of Ben Ash",
        "Mia Ash is a brother or sister of Ben Ash",
    ]


def test_relationship_is_recorded_once(cast, ash):
    for _ in range(2):
        relationships.relate(ash.family, ash.ann, kind="mother", other=ash.mia, by=cast.mary, at=NOW)
    assert ash.family.relationship_set.count() == 2


def test_relationship_to_several_is_added_at_once_or_to_none(cast, ash):
    dan = add_adult(ash.family, cast.mary, name="Dan Ash")
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_child(birch, cast.mary, name="Bo Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        relationships.relate_to_all(ash.family, dan, kind="father", others=[ash.mia, stranger], by=cast.mary, at=NOW)
    assert not dan.relationships.exists()
    relationships.relate_to_all(ash.family, dan, kind="father", others=[ash.mia, ash.ben], by=cast.mary, at=NOW)
    assert dan.relationships.count() == 2


def test_relationship_to_oneself_or_of_no_kind_is_refused(cast, ash):
    with pytest.raises(Refusal, match="oneself"):
        relationships.relate(ash.family, ash.ann, kind="mother", other=ash.ann, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="from those offered"):
        relationships.relate(ash.family, ash.ann, kind="friend", other=ash.mia, by=cast.mary, at=NOW)


def test_relationship_with_somebody_who_has_left_is_refused(cast, ash):
    member = ash.family.familymember_set.get(person=ash.ben)
    member.until_date = NOW.date()
    with acting(cast.mary):
        member.save()
    with pytest.raises(Refusal, match="belongs to this family"):
        relationships.relate(ash.family, ash.mia, kind="sibling", other=ash.ben, by=cast.mary, at=NOW)
