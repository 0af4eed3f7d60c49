from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from casework.actions.models import AgreedAction
from casework.families import services as families
from casework.families.models import Family
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change, lock
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add_family(cast, by, **values):
    return families.add_family(**{"name": "Birch", "team": cast.north, "by": by, "at": NOW, **values})


def test_adding_a_family_is_for_a_manager_to_their_own_team(cast):
    family = add_family(cast, cast.mary)
    assert family.familyteam_set.get().team == cast.north
    assert family.headline.overall_rag == ""


@pytest.mark.parametrize("who", ["sue", "bob", "sid", "audrey"])
def test_adding_a_family_refuses_a_team_that_one_does_not_manage(cast, who):
    with pytest.raises(Refusal, match="a team that you manage"):
        add_family(cast, getattr(cast, who))
    assert not Family.objects.exists()


def test_adding_a_family_refuses_without_a_name(cast):
    with pytest.raises(Refusal, match="family's name"):
        add_family(cast, cast.mary, name="  ")


@pytest.mark.django_db(transaction=True)
def test_lock_of_a_family_lets_others_write_about_it(cast, ash):
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


def test_former_manager_adds_no_family_and_a_second_one_does(cast):
    with acting(cast.serena):
        change(cast.mary.memberships.get(), until_date=NOW.date() - timedelta(days=1))
    with pytest.raises(Refusal, match="a team that you manage"):
        add_family(cast, cast.mary)
    assert add_family(cast, cast.dev)
