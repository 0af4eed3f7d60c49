"""Which telephones everybody may see who reads the record."""

from datetime import timedelta

import pytest
import time_machine

from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import open_details, telephones_in
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_telephones_leave_out_former_ones_and_those_of_the_dead(cast, allocated):
    details = {"kind": "telephone", "by": cast.sue}
    old = contacts.add_contact(
        allocated.family, allocated.ann, value="1", from_date=TODAY - timedelta(days=9), **details
    )
    contacts.add_contact(allocated.family, allocated.ben, value="2", from_date=TODAY, **details)
    with acting(cast.sue):
        change(old, until_date=TODAY - timedelta(days=1))
        change(allocated.ben, died=TODAY)
    assert telephones_in(open_details(cast.sue, allocated.family, TODAY)) == {}
