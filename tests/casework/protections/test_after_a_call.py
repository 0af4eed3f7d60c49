"""An address is told in a call, and protected: nothing that is written or opened afterwards has it (A9.20, A7.20)."""

import pytest
import time_machine
from django.urls import reverse

from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.calls.queries import fingerprint_of_caller
from casework.calls.states import REFERRAL
from casework.closures.models import ClosureLetter
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from tests.casework.people.pages import send, text
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
SECRET = "9 Hidden Row"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call(cast):
    """About Kit of the new family Fox, who is at SECRET with her mother."""
    call = calls.take(
        cast.north, child_name="Kit Fox", child_address=SECRET, concern="He has been seen outside.", by=cast.bob, at=NOW
    )
    call = calls.put_through(call, because="Nobody answers.", by=cast.bob, at=NOW)
    call = calls.note_caller(
        call, name="Vix", address=f" {SECRET.upper()}", number="01632 960 111", fingerprint=fingerprint_of_caller(call),
        by=cast.bob, at=NOW,
    )  # fmt: skip
    call = calls.decide(call, outcome=REFERRAL, because="Look.", new_family="Fox", by=cast.mary, at=NOW)
    call.kit = add_child(call.family, cast.mary, name="Kit Fox")
    call.vix = add_adult(call.family, cast.mary, name="Vix")
    return call


def protect(cast, call):
    address = contacts.add_contact(
        call.family, call.kit, kind="address", value=SECRET, from_date=NOW.date(), by=cast.mary
    )
    return protecting.protect_contact(
        call.family, address, fingerprint=fingerprint_of_contact(address), readers=[cast.dev], because="He looks.",
        people=[call.vix], by=cast.mary, at=NOW,
    )  # fmt: skip


def rows(prefix):
    return {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}


def referral(cast, call, signed_in, **words):
    given = {"source": "6", "reason": "As said.", f"need-{call.kit.pk}": "N2", **rows("checks"), **words}
    return send(signed_in(cast.mary), reverse("referral-add", args=[call.family.pk]), **given)


def test_the_referral_never_opens_with_the_address_of_the_call(cast, call, signed_in):
    opened = signed_in(cast.mary).get(reverse("referral-add", args=[call.family.pk]))
    assert SECRET not in text(opened)
    assert opened.context["form"]["address_of"].value() == call.kit.pk


def test_address_of_a_call_becomes_that_of_the_person_and_the_call_refers_to_it(cast, call, signed_in):
    assert referral(cast, call, signed_in, address_of=call.kit.pk, caller=call.vix.pk).status_code == 302
    call = SafetyCall.objects.select_related("child_place", "caller_place", "caller_telephone").get(pk=call.pk)
    assert (call.child_address, call.caller_address, call.caller_number) == ("", "", "")
    assert [call.child_place.value, call.caller_telephone.value] == [SECRET, "01632 960 111"]
    assert call.caller_place.person.name == "Vix"
    assert SECRET in text(signed_in(cast.mary).get(reverse("call", args=[call.pk])))


def test_address_of_a_call_that_says_it_is_not_known_stays_with_the_call(cast, call, signed_in):
    assert referral(cast, call, signed_in, address_of="", caller="").status_code == 302
    call.refresh_from_db()
    assert (call.child_address, call.child_place) == (SECRET, None)


def test_address_protected_after_a_call_is_on_no_page_of_it(cast, call, signed_in):
    protect(cast, call)
    referral(cast, call, signed_in)
    call.refresh_from_db()
    assert (call.child_address, call.caller_address) == ("", "")
    for name, args in (
        ("call", [call.pk]), ("calls", []), ("family", [call.family.pk]), ("people", [call.family.pk]),
        ("referral", [call.family.pk, call.family.referral_set.get().pk]), ("history", [call.family.pk]),
        ("chronology", [call.family.pk]),
    ):  # fmt: skip
        page = text(signed_in(cast.serena).get(reverse(name, args=args))).casefold()
        assert SECRET.casefold() not in page, name
    assert "Kit Fox’s address (protected)" in text(signed_in(cast.serena).get(reverse("call", args=[call.pk])))


def test_address_protected_before_the_referral_is_not_told_by_handing_over(cast, call, signed_in):
    protect(cast, call)
    assert referral(cast, call, signed_in, caller=call.vix.pk).status_code == 302
    call.refresh_from_db()
    assert call.caller_telephone.protection is not None, "it is of somebody who lives there"


@pytest.fixture
def letters(story, cast):
    return reverse("closure-letters", args=[story.family.pk, story.closure.pk])


def test_letter_goes_to_a_protected_address_without_telling_it(story, cast, signed_in, letters):
    page = text(signed_in(cast.rick).get(letters))
    assert "Mia Ash’s address (protected)" in page
    assert SECRET not in page
    words = {"letters-0-name": "Ann", "letters-0-place": story.contact.pk}
    assert send(signed_in(cast.rick), letters, **rows("letters"), **words).status_code == 302
    letter = ClosureLetter.objects.get()
    assert (letter.address, letter.place) == ("", story.contact)
    for who in ("rick", "mary", "bob", "sue"):
        read = text(signed_in(getattr(cast, who)).get(reverse("closure", args=[story.family.pk, story.closure.pk])))
        assert "Mia Ash’s address (protected)" in read
        assert SECRET not in read


def test_letter_with_a_typed_address_that_is_recorded_refers_to_it(story, cast, signed_in, letters):
    send(
        signed_in(cast.rick),
        letters,
        **rows("letters"),
        **{"letters-0-name": "Ann", "letters-0-address": "9, hidden row"},
    )
    letter = ClosureLetter.objects.get()
    assert (letter.address, letter.place) == ("", story.contact)


def test_letter_needs_one_address(story, cast, signed_in, letters):
    answer = send(signed_in(cast.rick), letters, **rows("letters"), **{"letters-0-name": "Ann"})
    assert "Choose an address that is recorded, or give another one." in text(answer)
    both = {"letters-0-name": "Ann", "letters-0-address": "1 Low Road", "letters-0-place": story.contact.pk}
    assert "one of the two" in text(send(signed_in(cast.rick), letters, **rows("letters"), **both))
