"""The pages of protecting, as a browser opens and sends them."""

import pytest
import time_machine
from django.urls import reverse

from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactDetail
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import KeyContact
from casework.protections.models import Protection
from tests.casework.people.pages import page_of, send, text
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
SECRET = "9 Hidden Row"
TODAY = NOW.date()
OUT_OF_HOURS = "Out of hours ask the emergency duty team"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(cast, allocated):
    key_contacts.add_key_contact(
        allocated.family, profession="school", organisation="Acorns", telephone="1", about=[allocated.mia],
        from_date=TODAY, by=cast.sue,
    )  # fmt: skip
    return contacts.add_contact(
        allocated.family, allocated.ann, kind="address", value=SECRET, from_date=TODAY, by=cast.sue
    )


@pytest.fixture
def protected(cast, allocated, address, signed_in):
    """By Rick, who is allocated, with all that the page ticks; Dora may read it too."""
    page = reverse("contact-protect", args=[allocated.family.pk, address.pk])
    opened = signed_in(cast.rick).get(page).context["form"]
    ticked = {name: opened[name].value() for name in ("people", "key_contacts")}
    assert set(ticked["people"]) == {allocated.mia.pk, allocated.ben.pk}
    assert ticked["key_contacts"] == [KeyContact.objects.get().pk]
    answer = send(signed_in(cast.rick), page, readers=[cast.dora.pk], because="He looks for her", **ticked)
    assert answer.status_code == 302
    return Protection.objects.get()


def at(name, protection):
    return reverse(name, args=[protection.family_id, protection.pk])


def test_protecting_on_one_page_takes_the_nursery_with_it(cast, allocated, protected, signed_in):
    assert KeyContact.objects.get().protection == protected
    people = text(signed_in(cast.sue).get(page_of(allocated.mia, allocated.family)))
    assert "Protected: ask Dora Dale or Rick Reed" in people
    assert "Acorns" not in people
    assert "Acorns" in text(signed_in(cast.dora).get(page_of(allocated.mia, allocated.family)))


def test_page_of_who_may_not_read_says_whom_to_ask_and_how_out_of_hours(cast, allocated, protected, signed_in):
    for page in (
        page_of(allocated.ann, allocated.family),
        at("protection", protected),
        at("protection-ask", protected),
    ):
        shown = text(signed_in(cast.bob).get(page))
        assert "ask Dora Dale or Rick Reed" in shown
        assert OUT_OF_HOURS in shown
        assert SECRET not in shown
        assert "He looks for her" not in shown
    assert send(signed_in(cast.bob), at("protection-ask", protected), because="A letter.").status_code == 302
    assert protected.requests.get().by == cast.bob


def test_page_of_a_reader_says_what_is_protected_from_whom_and_why(cast, protected, signed_in):
    shown = text(signed_in(cast.dora).get(at("protection", protected)))
    assert "Kept from somebody who is not recorded here, because: He looks for her" in shown
    assert "A manager has not settled it yet" in shown
    assert "Settle it<" not in shown


def test_settling_is_a_managers_page_that_tells_nothing(cast, protected, signed_in):
    page = at("protection-settle", protected)
    assert signed_in(cast.rick).get(page).status_code == 403
    shown = text(signed_in(cast.mary).get(page))
    assert SECRET not in shown
    assert "He looks for her" not in shown
    assert send(signed_in(cast.mary), page).status_code == 302
    protected.refresh_from_db()
    assert protected.settled_by == cast.mary
    assert "Settled by Mary Moss" in text(signed_in(cast.mary).get(at("protection", protected))).replace(
        "Settled</dt>", ""
    )


def test_new_address_that_is_protected_leads_to_what_else_tells_where_it_is(cast, allocated, address, signed_in):
    page = page_of(allocated.mia, allocated.family, "contact-add")
    answer = send(
        signed_in(cast.rick), page, kind="address", value="4 New Road", protect="on", readers=[cast.dora.pk],
        because="He looks",
    )  # fmt: skip
    protection = Protection.objects.get()
    assert answer.url == at("protection-more", protection)
    shown = text(signed_in(cast.rick).get(answer.url))
    assert "School or nursery: Acorns" in shown


def test_adding_of_somebody_protected_asks_for_no_readers(cast, allocated, protected, signed_in):
    page = page_of(allocated.mia, allocated.family, "contact-add")
    opened = signed_in(cast.sue).get(page)
    assert "readers" not in opened.context["form"].fields
    assert "what you add here is shown only to those named" in text(opened)
    answer = send(signed_in(cast.sue), page, kind="telephone", value="01632 960333")
    assert "960333" not in text(signed_in(cast.sue).get(answer.url))
    assert ContactDetail.objects.get(value="01632 960333").protection == protected


def test_pages_of_a_protection_are_there_for_a_family_of_those_protected_alone(cast, protected, signed_in, make_family):
    birch, _ = make_family("Birch")
    for name in ("protection", "protection-ask", "protection-more", "protection-settle", "protection-end"):
        answer = signed_in(cast.mary).get(reverse(name, args=[birch.pk, protected.pk]))
        assert answer.status_code == 404, name


def test_pages_for_readers_are_refused_to_others(cast, protected, signed_in):
    for name in ("protection-more", "protection-end"):
        for who in (cast.sue, cast.mary):
            answer = signed_in(who).get(at(name, protected))
            assert answer.status_code == 403, name
            assert "ask Dora Dale or Rick Reed" in text(answer)
