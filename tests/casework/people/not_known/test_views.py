"""A child of whom little is known, page by page: from the call to the allocation, and until the child is known."""

import pytest
import time_machine
from django.urls import reverse

from casework.calls import services as calls
from casework.calls.states import REFERRAL
from casework.families.models import Family
from casework.people import services as people
from casework.people.models import Person
from casework.referrals.models import Referral
from tests.casework.people.pages import page_of, send, text, words
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.9")]
CALLED = "Girl of about 5, name not known"
SAID = {"child_name": "A girl of about five", "child_address": "14 Elm Road", "concern": "Alone outside at night."}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def girl(cast, allocated):
    return people.add_person(
        allocated.family, name="", name_not_known=True, role="child", sex="F", about_age=5,
        birth_to_be_asked_by=cast.dora, by=cast.sue, at=NOW,
    )  # fmt: skip


def test_girl_of_about_five_comes_from_the_call_to_the_allocation(cast, signed_in):
    mary = signed_in(cast.mary)
    call = calls.take(cast.north, **SAID, by=cast.bob, at=NOW)
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    calls.decide(
        call, outcome=REFERRAL, because="She is alone.", new_family="Not known, Elm Road", by=cast.mary, at=NOW
    )
    family = Family.objects.get(name="Not known, Elm Road")
    page = text(mary.get(reverse("call", args=[call.pk])))
    assert "Add the child" in page
    adding = reverse("person-add", args=[family.pk])
    assert adding in page
    assert "was about ‘A girl of about five’" in words(mary.get(adding))
    sent = {"role": "child", "name_not_known": "on", "about_age": 5, "sex": "F", "birth_to_be_asked_by": cast.mary.pk}
    added = send(mary, adding, **sent)
    assert added.status_code == 302, words(added)
    girl = Person.objects.get(name=CALLED)
    assert f"{CALLED}" in words(mary.get(reverse("people", args=[family.pk])))
    referring = reverse("referral-add", args=[family.pk])
    answer = send(mary, referring, **{
        "source": "6", f"need-{girl.pk}": "N1", "protection_status": "Nobody knows yet.", "no_checks_because": "Night.",
            "checks-TOTAL_FORMS": 0, "checks-INITIAL_FORMS": 0,
    })  # fmt: skip
    assert answer.status_code == 302, words(answer)
    part = Referral.objects.get(family=family).involvements.get()
    assert CALLED in words(mary.get(reverse("referral", args=[family.pk, part.referral_id])))
    decided = send(mary, reverse("referral-decide", args=[family.pk, part.referral_id]), **{
        f"outcome-{part.pk}": "S47", f"because-{part.pk}": "She is alone.",
    })  # fmt: skip
    assert decided.status_code == 302, words(decided)
    allocating = reverse("allocate", args=[family.pk])
    allocated = send(mary, allocating, worker=f"{cast.sue.pk}", role="social_worker", lead="on")
    assert allocated.status_code in (200, 302)


def test_who_will_ask_has_it_on_their_work_and_records_what_became_known(cast, allocated, girl, signed_in):
    dora = signed_in(cast.dora)
    work = words(dora.get(reverse("my-work")))
    assert f"{CALLED}: date of birth" in work
    told = words(dora.get(reverse("notifications")))
    assert "Sue Sands asks you to find out when Girl of about 5, name not known was born." in told
    page = page_of(girl, allocated.family, "person-known")
    assert page in text(dora.get(reverse("my-work")))
    saved = send(dora, page, name="Zuzanna Nowak", born="2021-03-02")
    assert saved.status_code == 302, words(saved)
    shown = words(dora.get(page_of(girl, allocated.family)))
    assert "Zuzanna Nowak" in shown
    assert "Tue 2 Mar 2021" in shown
    assert CALLED not in shown
    assert "date of birth" not in words(dora.get(reverse("my-work")))
    closed = dora.get(page)
    assert closed.status_code == 409
    assert "are known" in words(closed)


def test_person_s_page_says_what_is_so_and_what_is_missing(cast, allocated, girl, signed_in):
    page = words(signed_in(cast.dora).get(page_of(girl, allocated.family)))
    assert "Not known exactly: about 5 on Tue 3 Nov 2026 about 5 (birth not known exactly); Dora Dale will ask" in page
    assert "Still to be found out: name, exact date of birth, ethnicity, primary need" in page or (
        "Still to be found out: name, exact date of birth" in page
    )
    assert "Record what became known: the name, the birth" in page


def test_correcting_page_opens_without_what_stands_in_place_of_the_name(cast, allocated, girl, signed_in):
    form = signed_in(cast.sue).get(page_of(girl, allocated.family, "person-put-right")).context["form"]
    assert (form["name"].value(), form["name_not_known"].value()) == ("", True)
    assert (form["about_age"].value(), form["birth_to_be_asked_by"].value()) == (5, cast.dora.pk)


def test_known_page_is_for_those_who_record(cast, allocated, girl, signed_in):
    page = page_of(girl, allocated.family, "person-known")
    for who, status in ((cast.rick, 200), (cast.mary, 200), (cast.audrey, 403), (cast.stan, 404)):
        assert signed_in(who).get(page).status_code == status
