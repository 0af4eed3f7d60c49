"""The pages of key contacts, as a browser sends them."""

import pytest
import time_machine
from django.urls import reverse

from casework.people.contact_details import services as contacts
from casework.people.key_contacts.models import KeyContact
from tests.casework.people.pages import page_of, send, text
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def number(cast, allocated):
    return contacts.add_contact(
        allocated.family, allocated.ann, kind="telephone", value="01632 960001", from_date=TODAY, by=cast.sue
    )


@pytest.mark.rule("A9.20")
def test_key_contact_is_added_for_a_child_changed_and_ended(cast, allocated, signed_in):
    dora = signed_in(cast.dora)
    add = reverse("key-contact-add", args=[allocated.family.pk])
    assert "telephone number or an e-mail" in text(send(dora, add, profession="gp", name="Dr Fox"))
    address = f"{add}?about={allocated.mia.pk}"
    added = send(dora, address, profession="gp", name="Dr Fox", telephone="01632 960300", about=[allocated.mia.pk])
    assert added.url == page_of(allocated.mia, allocated.family)
    row = KeyContact.objects.get()
    assert row.about == [allocated.mia.pk]
    change_it = reverse("key-contact", args=[allocated.family.pk, row.pk])
    assert send(dora, change_it, until_date="2026-11-01", from_date="2026-10-01").status_code == 302
    assert "Dr Fox" not in text(dora.get(reverse("family", args=[allocated.family.pk])))
    assert send(dora, change_it, fingerprint="x", saw_passages="").status_code == 409
    assert signed_in(cast.bob).get(change_it).status_code == 403


@pytest.mark.parametrize("about", ["x", "99999999999999999999999", "999999"])
def test_adding_a_key_contact_ignores_nonsense_in_the_address(cast, allocated, signed_in, about):
    add = reverse("key-contact-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(add, {"about": about}).status_code in (200, 404)
