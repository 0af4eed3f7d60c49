from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction

from casework.actions.models import AgreedAction
from casework.families import services as families
from casework.families.models import Family
from casework.refusal import Refusal
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.rows import lock
from tests.at_once import at_once
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add_family(cast, by, **values):
    return families.add_family(**{"name": "Birch", "team": cast.north, "by": by, "at": NOW, **values})


def test_a_manager_adds_a_family_to_their_own_team(cast):
    family = add_family(cast, cast.mary)
    assert family.familyteam_set.get().team == cast.north
    assert family.headline.overall_rag == ""


@pytest.mark.parametrize("who", ["sue", "bob", "sid", "audrey"])
def test_nobody_adds_a_family_to_a_team_that_they_do_not_manage(cast, who):
    with pytest.raises(Refusal, match="a team that you manage"):
        add_family(cast, getattr(cast, who))
    assert not Family.objects.exists()


def test_a_family_has_a_name(cast):
    with pytest.raises(Refusal, match="family's name"):
        add_family(cast, cast.mary, name="  ")


def test_the_same_form_sent_twice_adds_one_family_one_person_each(cast):
    key, person_key = uuid4(), uuid4()
    family = add_family(cast, cast.mary, form_key=key)
    assert add_family(cast, cast.mary, form_key=key) == family
    first = add_child(family, cast.mary, form_key=person_key)
    assert add_child(family, cast.mary, form_key=person_key) == first
    assert family.familymember_set.count() == 1
    assert family.familyteam_set.count() == 1


def test_the_lead_social_worker_keeps_the_people_and_another_worker_does_not(cast, allocated):
    add_adult(allocated.family, cast.sue, name="Ted Ash")
    with pytest.raises(Refusal, match="You may not"):
        add_adult(allocated.family, cast.dora, name="Tom Ash")
    with pytest.raises(Refusal, match="You may not"):
        relationships.relate(allocated.family, allocated.ann, kind="carer", other=allocated.mia, by=cast.dora, at=NOW)


def test_an_unborn_child_has_the_expected_date_and_no_other(cast, ash):
    child = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    assert child.unborn


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"born": None}, "born"),
        ({"born": NOW.date() + timedelta(days=1)}, "born"),
        ({"born": date(26, 5, 4)}, "born"),
        ({"expected": date(2027, 1, 12)}, "expected"),
        ({"born": None, "expected": date(2027, 1, 12), "sex": "F"}, "sex"),
        ({"sex": "X"}, "sex"),
    ],
)
def test_a_child_of_impossible_dates_is_refused_at_the_field(cast, ash, values, field):
    with pytest.raises(Refusal) as refused:
        add_child(ash.family, cast.mary, **values)
    assert refused.value.field == field
    assert ash.family.familymember_set.count() == 3


def test_an_adult_may_be_without_a_date_of_birth_but_is_not_expected(cast, ash):
    add_adult(ash.family, cast.mary, name="Ted Ash", born=None)
    with pytest.raises(Refusal, match="unborn child"):
        add_adult(ash.family, cast.mary, name="Tom Ash", born=None, expected=date(2027, 1, 12))


@pytest.mark.django_db(transaction=True)
def test_while_one_writes_what_is_made_once_others_go_on_writing_about_the_family(cast, ash):
    def write_meanwhile():
        try:
            with acting(cast.mary):
                return AgreedAction.objects.create(
                    family=ash.family, what="Ring the school", owner_agency="School", due_on=NOW.date(),
                    agreed_on=NOW.date(),
                )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        lock(ash.family)
        # A lock that also kept others from pointing to the family would let two writers end in a deadlock.
        assert pool.submit(write_meanwhile).result(timeout=5).pk


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_one_moment_adds_one_family(cast):
    key = uuid4()
    first, second = at_once(lambda: add_family(cast, cast.mary, form_key=key))
    assert first == second
