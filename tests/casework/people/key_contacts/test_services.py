"""Key contacts: what is refused, and what is kept."""

from datetime import timedelta

import pytest
import time_machine

from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import fingerprint_of_key_contact
from casework.refusal import Conflict, Refusal
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


SCHOOL = {"profession": "school", "organisation": "Hill School", "telephone": "01632 960200", "from_date": TODAY}


@pytest.mark.rule("A9.20")
def test_key_contact_has_telephone_or_e_mail_for_whom_from_and_until(cast, allocated):
    row = key_contacts.add_key_contact(allocated.family, **SCHOOL, about=[allocated.mia], by=cast.dora)
    assert KeyContact.objects.get().about == [allocated.mia.pk]
    seen = fingerprint_of_key_contact(row)
    key_contacts.change_key_contact(row, fingerprint=seen, **SCHOOL, until_date=TODAY, by=cast.sue)
    assert KeyContact.objects.get().until_date == TODAY
    with pytest.raises(Conflict):
        key_contacts.change_key_contact(row, fingerprint=seen, **SCHOOL, by=cast.sue)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"organisation": " "}, "Give the name"),
        ({"telephone": ""}, "telephone number or an e-mail"),
        ({"until_date": TODAY - timedelta(days=1)}, "before the first"),
        ({"profession": "wizard"}, "Choose who it is"),
    ],
)
def test_key_contact_that_nobody_could_reach_is_refused(cast, allocated, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        key_contacts.add_key_contact(allocated.family, **SCHOOL | values, by=cast.sue)


def test_key_contact_is_for_people_of_the_family_and_added_by_those_who_record(cast, allocated, make_family):
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="people of this family"):
        key_contacts.add_key_contact(allocated.family, **SCHOOL, about=[kim], by=cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        key_contacts.add_key_contact(allocated.family, **SCHOOL, by=cast.bob)
    row = key_contacts.add_key_contact(allocated.family, **SCHOOL, by=cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        key_contacts.change_key_contact(row, fingerprint=fingerprint_of_key_contact(row), **SCHOOL, by=cast.stan)
