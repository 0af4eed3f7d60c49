"""Whose name makes a family near: also another name, one with accents, one given later, and that of a call."""

import pytest

from casework.calls import services as calls
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.masks.current import HELD_BACK
from casework.masks.queries import families_near, mask_in_family
from casework.people import services as people
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.casework.held_back.conftest import *  # noqa: F403
from tests.factories import NOW, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def oak(cast):
    return families.add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)


def is_near(family, contact):
    """In both directions, as the mask asks it and as what is held back is looked for."""
    mask = mask_in_family(family.pk, 0)
    return mask.of("He was seen in Hidden Road.").startswith(HELD_BACK) and family.pk in families_near(
        contact.protection_id
    )


def test_other_name_makes_near(allocated, cast, oak, protect):
    people.add_name(allocated.family, allocated.mia, name="Mia Oak", kind="former", by=cast.sue)
    contact = protect(allocated.family, allocated.ann, people=[allocated.mia])
    add_child(oak, cast.sid, name="Mia Oak")
    assert is_near(oak, contact)


def test_other_name_there_makes_near(allocated, cast, oak, protect):
    contact = protect(allocated.family, allocated.ann, people=[allocated.mia])
    kim = add_child(oak, cast.sid, name="Kim Oak")
    people.add_name(oak, kim, name="Mia Ash", kind="former", by=cast.sid)
    assert is_near(oak, contact)


def test_accents_and_strokes_of_a_name_do_not_matter(allocated, cast, oak, protect):
    contact = protect(allocated.family, add_child(allocated.family, cast.mary, name="Łucja Nowak"))
    add_child(oak, cast.sid, name="Lucja Nowak")
    assert is_near(oak, contact)


def test_name_given_after_protecting_makes_near(allocated, cast, oak, protect):
    contact = protect(allocated.family, allocated.ann, people=[allocated.mia])
    add_child(oak, cast.sid, name="Zoe Thorn")
    assert not mask_in_family(oak.pk, 0).of("He was seen in Hidden Road.").startswith(HELD_BACK)
    with acting(cast.sue):
        change(allocated.mia, name="Zoe Thorn")
    assert is_near(oak, contact)


def test_child_whom_a_call_named_makes_the_family_near_to_which_it_led(allocated, cast, protect):
    contact = protect(allocated.family, allocated.ann, people=[allocated.mia])
    call = calls.take(
        cast.north, child_name="Mia Ash", child_address="not known", concern="Alone.", by=cast.mary, at=NOW
    )
    calls.put_through(call, to="Mary Moss", by=cast.mary, at=NOW)
    rowan = calls.decide(
        call, outcome="REFERRAL", because="To be assessed.", new_family="Rowan", by=cast.mary, at=NOW
    ).family
    assert is_near(rowan, contact)


def test_name_that_nobody_knows_makes_nobody_near(allocated, cast, oak, protect):
    unknown = {"name": "", "name_not_known": True, "role": FamilyRole.OTHER_ADULT, "by": cast.mary, "at": NOW}
    stranger = people.add_person(allocated.family, **unknown)
    protect(allocated.family, allocated.ann, people=[stranger])
    people.add_person(oak, **unknown | {"by": cast.sid})
    assert not mask_in_family(oak.pk, 0).of("He was seen in Hidden Road.").startswith(HELD_BACK)
