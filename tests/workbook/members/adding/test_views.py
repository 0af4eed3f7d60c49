"""The same person is not entered twice: asked while one types, and once more when the form is sent."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from casework.families import services as families
from casework.matching.asking.models import BringInAsk
from casework.people.models import Person
from tests.at_once import sent_at_once
from tests.factories import NOW, add_adult, add_child


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gran(cast, ash):
    """Known to Team South."""
    family = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    return add_adult(family, cast.sid, name="Margaret Elm", born=date(1958, 3, 1))


def sent(**values):
    person = {"role": "parent", "name": "Margret Elm", "born": "1958-03-01", "sex": "F"}
    return person | values


def add_address(family):
    return f"/families/{family.pk}/people/add/"


def test_adding_page_shows_those_who_are_known_already_while_one_types(cast, ash, gran, signed_in):
    part = signed_in(cast.mary).get(f"/families/{ash.family.pk}/people/matches/", {"name": "Margret", "born": "1958"})
    assert part.status_code == 200
    part = signed_in(cast.mary).get(
        f"/families/{ash.family.pk}/people/matches/", {"name": "Margret Elm", "born": "1958-03-01"}
    )
    assert "Margaret Elm" in part.text
    assert "team South" in part.text
    assert "a name spelt much the same" in part.text


def test_adding_page_shows_nothing_of_a_person_whom_one_may_not_find(cast, allocated, gran, signed_in):
    part = signed_in(cast.sue).get(f"/families/{allocated.family.pk}/people/matches/", {"name": "Margaret Elm"})
    assert part.status_code == 200
    assert "Margaret" not in part.text


def test_adding_with_a_likely_match_enters_nobody_until_one_says_so(cast, ash, gran, signed_in):
    browser, form = signed_in(cast.mary), sent()
    page = browser.post(add_address(ash.family), form)
    assert "Somebody like this is known here already." in page.text
    assert "Margret Elm" in page.text, "what was typed stays"
    assert Person.objects.filter(name__contains="Elm").count() == 1
    assert browser.post(add_address(ash.family), form | {"nobody_known": "on"}).status_code == 302
    assert Person.objects.filter(name__contains="Elm").count() == 2


@pytest.mark.rule("A10.7")
def test_adding_submitted_twice_does_not_ask_about_the_person_it_entered(cast, ash, signed_in):
    browser, form = signed_in(cast.mary), sent(name="Nobody Knownyet", form_key=uuid4())
    for _ in range(2):
        assert browser.post(add_address(ash.family), form).status_code == 302
    assert Person.objects.filter(name="Nobody Knownyet").count() == 1


@pytest.mark.rule("A10.7")
@pytest.mark.django_db(transaction=True)
def test_adding_sent_twice_at_one_moment_enters_one_person(cast, ash, signed_in):
    words = sent(name="Nobody Knownyet")
    first, second = sent_at_once(signed_in, cast.mary, add_address(ash.family), words)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Person.objects.filter(name="Nobody Knownyet").count() == 1


def test_bringing_in_puts_the_person_who_was_found_into_the_family(cast, ash, gran, signed_in):
    browser, address = signed_in(cast.mary), f"/families/{ash.family.pk}/people/bring-in/{gran.pk}/"
    for nothing in ({}, {"role": "other_adult"}):
        browser.post(address, nothing)
        assert gran not in ash.family.people_now()
    asking = browser.get(address, follow=True)
    assert "team South" in asking.text
    assert asking.redirect_chain == [(f"{address}ask/", 302)]
    assert "Say why they are" in browser.post(f"{address}ask/", {}).text
    assert browser.post(f"{address}ask/", {"because": "She minds them."}).status_code == 302
    waits = browser.get(f"{address}ask/", follow=True).text
    assert "Waits for an answer of South" in waits
    assert gran not in ash.family.people_now()
    ask = BringInAsk.objects.get()
    answer = f"/families/{ask.family_id}/people/asked/{ask.pk}/"
    assert "She minds them." in signed_in(cast.sid).get(answer).text
    assert signed_in(cast.sid).post(answer, {"answer": "yes", "from_date": NOW.date()}).status_code == 302
    browser = signed_in(cast.mary)
    assert "yes, from" in browser.get(f"/families/{ash.family.pk}/people/").text
    assert "team South" in browser.get(address).text
    assert "future" in browser.post(address, {"role": "other_adult", "from_date": "2027-01-01"}).text
    assert browser.post(address, {"role": "other_adult", "in_household": "on"}).status_code == 302
    assert gran in ash.family.people_now()
    assert "belongs to this family already" in browser.post(address, {"role": "parent"}).text


def test_bringing_in_by_address_is_refused_for_whom_one_may_not_find(cast, allocated, gran, signed_in):
    address = f"/families/{allocated.family.pk}/people/bring-in/{gran.pk}/"
    assert signed_in(cast.sue).get(address).status_code == 404
    assert signed_in(cast.sue).post(address, {}).status_code == 404


def test_pair_entered_twice_is_linked_and_taken_apart(cast, ash, signed_in):
    twice = add_child(ash.family, cast.mary, name="Mia Ashe", born=ash.mia.born)
    browser, address = signed_in(cast.mary), f"/families/{ash.family.pk}/people/{twice.pk}/same/"
    assert "Mia Ash" in browser.get(address).text
    assert "Choose the person." in browser.post(address, {"because": "One NHS number."}).text
    browser.post(address, {"into": ash.mia.pk, "because": "One NHS number."})
    assert twice not in ash.family.people_now()
    assert "undo the link" in browser.get(address).text
    assert "undo the link" in browser.get(address.replace(str(twice.pk), str(ash.mia.pk))).text
    assert browser.get(f"/families/{ash.family.pk}/people/").status_code == 200
    browser.post(f"/families/{ash.family.pk}/people/{twice.pk}/not-same/")
    assert twice in ash.family.people_now()


@pytest.mark.rule("A1.16")
def test_bringing_in_somebody_of_another_open_workbook_says_that_they_stay_there(cast, month, signed_in):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    address = f"/families/{elm.pk}/people/bring-in/{month.ann.pk}/"
    browser = signed_in(cast.mary)
    assert "The other family’s Workbook keeps them" in browser.post(address, {"role": "parent"}, follow=True).text
