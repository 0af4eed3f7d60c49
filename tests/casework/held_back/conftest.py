import pytest

from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from tests.factories import NOW

PLACE = "9 Hidden Road, Luton LU1 2AB"


@pytest.fixture
def protect(cast):
    """Protect where somebody of a family lives, so that Sue and Dora may read it."""

    def act(family, person, value=PLACE, *, people=(), readers=()):
        contact = contacts.add_contact(family, person, kind="address", value=value, from_date=NOW.date(), by=cast.sue)
        return protecting.protect_contact(
            family, contact, fingerprint=fingerprint_of_contact(contact), readers=readers or [cast.dora], people=people,
            because="He looks for her.", by=cast.sue, at=NOW,
        )  # fmt: skip

    return act
