"""A place that is protected twice, of two who live in one house or by two families."""

import pytest
import time_machine

from casework.masks.queries import mask_in_family
from casework.people.contact_details import services as contacts
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PLACE = "9 Hidden Road, Luton LU1 2AB"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def protect(family, person, reader, by, value=PLACE):
    return contacts.add_protected_contact(
        family, person, kind="address", value=value, from_date=NOW.date(), readers=[reader], because="He looks.",
        by=by, at=NOW,
    )  # fmt: skip


@pytest.mark.rule("A9.20")
def test_who_may_read_one_protection_of_the_house_reads_it(cast, allocated):
    protect(allocated.family, allocated.mia, cast.dora, cast.sue)
    protect(allocated.family, allocated.ann, cast.mary, cast.rick)
    of_sue, of_bob = (mask_in_family(allocated.family.pk, user.pk) for user in (cast.sue, cast.bob))
    for text in (PLACE, "We met at 9 Hidden Rd.", "LU1 2AB"):
        assert of_sue.of(text) == text
        assert of_bob.of(text) != text


@pytest.mark.rule("A9.20")
def test_another_place_beside_it_stays_held_back(cast, allocated):
    protect(allocated.family, allocated.mia, cast.dora, cast.sue)
    protect(allocated.family, allocated.ann, cast.mary, cast.rick, value="4 Meadow Way, Luton LU3 4CD")
    mask = mask_in_family(allocated.family.pk, cast.sue.pk)
    text = "From 9 Hidden Road to 4 Meadow Way."
    assert mask.of(text) != text
