"""The pages of how to reach a person, as a browser sends them."""

import pytest
import time_machine
from django.urls import reverse

from casework.families.models import FamilyRole
from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.presenters import contacts_for
from casework.people.key_contacts import services as key_contacts
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.casework.people.pages import page_of, send, text
from tests.factories import NOW
from workbook.members import services as members

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_telephone_of_a_new_person_becomes_one_contact_detail(cast, allocated):
    details = {"name": "Ada Ash", "role": FamilyRole.PARENT, "telephone": " 01632 960001 "}
    ada = members.add_person(allocated.family, by=cast.sue, at=NOW, **details)
    contact = ContactDetail.objects.get()
    assert (contact.person, contact.kind, contact.value) == (ada, "telephone", "01632 960001")
    assert (contact.protection, contact.from_date) == (None, TODAY)


@pytest.mark.rule("A9.20")
def test_overview_shows_unprotected_telephones_and_key_contacts(cast, allocated, signed_in):
    details = {"kind": "telephone", "from_date": TODAY, "by": cast.sue}
    contacts.add_contact(allocated.family, allocated.ann, value="01632 960001", **details)
    contacts.add_protected_contact(
        allocated.family, allocated.ann, value="01632 960002", readers=[cast.dora], because="x", at=NOW, **details
    )
    key_contacts.add_key_contact(
        allocated.family, profession="school", name="Jo Bell", organisation="Hill School", email="jo@hill.example",
        telephone="01632 960200", about=[allocated.mia], from_date=TODAY, by=cast.sue,
    )  # fmt: skip
    page = text(signed_in(cast.sue).get(reverse("family", args=[allocated.family.pk])))
    assert 'href="tel:01632960001"' in page
    assert "960002" not in page
    assert 'href="tel:01632960200"' in page
    assert "Jo Bell, Hill School" in page
    assert "For Mia Ash, since" in page


def test_adding_a_contact_offers_to_protect_it_to_whoever_records(cast, allocated, signed_in):
    dora, address = signed_in(cast.dora), page_of(allocated.ann, allocated.family, "contact-add")
    assert "protect" in dora.get(address).context["form"].fields
    sent = {"kind": "email", "value": "ann@home.example", "from_date": "2026-11-03"}
    assert dora.post(address, sent).status_code == 302
    assert ContactDetail.objects.get().value == "ann@home.example"
    refused = dora.post(address, sent | {"form_key": "x", "value": "not a mail"})
    assert "This page has lost its key" in text(refused)
    assert "not a mail" in text(refused)


@pytest.mark.rule("A9.20")
def test_adding_a_contact_protects_it_for_those_ticked(cast, allocated, signed_in):
    sue, address = signed_in(cast.sue), page_of(allocated.ann, allocated.family, "contact-add")
    typed = {"kind": "address", "value": "1 Low Road", "readers": [cast.dora.pk], "because": "He looks for her"}
    assert "Tick ‘Protect it’" in text(send(sue, address, **typed))
    assert "Say why it is protected." in text(send(sue, address, **typed | {"because": "", "protect": "on"}))
    assert not ContactDetail.objects.exists()
    assert send(sue, address, **typed | {"protect": "on"}).status_code == 302
    page = page_of(allocated.ann, allocated.family)
    assert "1 Low Road" in text(signed_in(cast.dora).get(page))
    assert "Protected address: ask Dora Dale or Sue Sands" in text(signed_in(cast.mary).get(page))
    assert "1 Low Road" not in text(signed_in(cast.mary).get(page))


@pytest.fixture
def number(cast, allocated):
    return contacts.add_contact(
        allocated.family, allocated.ann, kind="telephone", value="01632 960001", from_date=TODAY, by=cast.sue
    )


def contact_page(number, name):
    return reverse(name, args=[number.family_id, number.pk])


def test_contact_is_changed_and_ended_and_a_stale_page_conflicts(cast, number, signed_in):
    dora, address = signed_in(cast.dora), contact_page(number, "contact-change")
    assert send(dora, address, value="01632 960009", until_date="2026-11-03").status_code == 302
    assert ContactDetail.objects.get().value == "01632 960009"
    stale = send(dora, address, value="01632 960010", fingerprint="x", saw_passages="")
    assert stale.status_code == 409
    assert (
        send(dora, address, value="01632 960010", fingerprint=stale.context["form"]["fingerprint"].value()).status_code
        == 302
    )
    assert signed_in(cast.bob).get(address).status_code == 403


@pytest.mark.rule("A9.20")
def test_contact_is_protected_its_list_changed_and_the_protection_ended(cast, number, signed_in):
    sue, dora = signed_in(cast.sue), signed_in(cast.dora)
    protect, change_it = contact_page(number, "contact-protect"), contact_page(number, "contact-change")
    assert send(sue, protect, readers=[cast.dora.pk], because="He rings").status_code == 302
    for client in (signed_in(cast.mary), signed_in(cast.rick)):
        for address in (protect, change_it, contact_page(number, "contact-unprotect")):
            refused = client.get(address)
            assert refused.status_code == 403
            assert "960001" not in text(refused)
    assert "He rings" in text(dora.get(protect))
    assert send(dora, protect, readers=[cast.sue.pk, cast.mary.pk]).status_code == 302
    assert "960001" in text(signed_in(cast.mary).get(change_it))
    unprotect = contact_page(number, "contact-unprotect")
    assert dora.get(unprotect).status_code == 403
    assert send(sue, unprotect).status_code == 302
    assert contacts_for(cast.bob, number.family)[0].value == "01632 960001"


@pytest.mark.rule("A9.20")
def test_taking_over_is_offered_to_a_manager_once_all_readers_have_left(cast, allocated, number, signed_in):
    sue, mary, address = signed_in(cast.sue), signed_in(cast.mary), contact_page(number, "contact-take-over")
    assert mary.get(address).status_code == 403
    send(sue, contact_page(number, "contact-protect"), because="He rings", readers=[cast.dora.pk])
    assert mary.get(address).status_code == 403
    with acting(cast.mary):
        change(cast.sue, is_active=False)
        change(cast.dora, is_active=False)
    page = page_of(allocated.ann, allocated.family)
    assert address in text(mary.get(page))
    assert "Dora Dale and Sue Sands may not read this family’s record any more." in text(mary.get(address))
    assert send(mary, address, readers=[cast.rick.pk]).status_code == 302
    assert "01632 960001" in text(mary.get(page))
    assert address not in text(mary.get(page))
