from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families.models import FamilyRole
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from workbook.members import services as members

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def baby(cast, month):
    return members.add_person(
        month.family,
        name="Baby Ash",
        role=FamilyRole.CHILD,
        expected=(NOW + timedelta(days=7)).date(),
        by=cast.sue,
        at=NOW,
    )


def typed(*names, **values):
    rows = {f"children-{place}-name": name for place, name in enumerate(names)}
    rows |= {f"children-{place}-sex": "F" for place in range(len(names))}
    counts = {"children-TOTAL_FORMS": max(len(names), 3), "children-INITIAL_FORMS": 0}
    return {"born": "2026-11-02", "siblings": "on", **counts, **rows, **values}


def text_of(response):
    return response.content.decode()


def test_birth_page_takes_twins_in_rows_and_they_are_among_the_people(cast, month, baby, signed_in):
    address = reverse("person-birth", args=[month.family.pk, baby.pk])
    client = signed_in(cast.sue)
    assert "Add another child" in text_of(client.get(address))
    page = text_of(client.post(address, typed("Ada Ash", "Amy Ash"), follow=True))
    assert "The birth of Ada Ash and Amy Ash was recorded." in page
    assert page.count("Mon 2 Nov 2026") >= 2


@pytest.mark.rule("A10.7")
def test_birth_page_submitted_twice_records_one_birth_and_opened_again_says_so(cast, month, baby, signed_in):
    address = reverse("person-birth", args=[month.family.pk, baby.pk])
    client, sent = signed_in(cast.sue), typed("Ada Ash", "Amy Ash", form_key=uuid4())
    first, second = (client.post(address, sent) for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert first.status_code == 302
    assert month.family.members_now().count() == 5
    again = client.get(address)
    assert again.status_code == 409
    assert "The birth of Ada Ash is recorded already: born on Mon 2 Nov 2026." in text_of(again)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (typed(), "Give the child&#x27;s name"),
        (typed("Ada Ash", **{"children-0-sex": ""}), "Choose the child&#x27;s sex."),
        (typed("Ada Ash", born=""), "Give the date of birth."),
        (typed("Ada Ash", born="2026-11-04"), "lies in the future"),
        (typed("Ada Ash", "", **{"children-1-sex": "M"}), "Give the child&#x27;s name"),
    ],
)
def test_birth_page_refuses_bad_input_and_keeps_what_was_typed(cast, month, baby, signed_in, sent, sentence):
    address = reverse("person-birth", args=[month.family.pk, baby.pk])
    page = text_of(signed_in(cast.sue).post(address, sent))
    assert sentence in page
    assert ('value="Ada Ash"' in page) == ("children-0-name" in sent)
    baby.refresh_from_db()
    assert baby.unborn


def test_birth_page_of_an_unexpected_child_asks_for_the_mother(cast, month, signed_in):
    address = reverse("birth-add", args=[month.family.pk])
    client = signed_in(cast.sue)
    assert "Choose the mother." in text_of(client.post(address, typed("Ada Ash")))
    page = text_of(client.post(address, typed("Ada Ash", mother=month.ann.pk), follow=True))
    assert "Ann Ash is the mother of Ada Ash" in page
    assert "A manager decides on a referral for the child." in page


def test_pregnancy_page_records_the_end_gently_and_can_be_undone(cast, month, baby, signed_in):
    ended, goes_on = (
        reverse(name, args=[month.family.pk, baby.pk])
        for name in ("person-pregnancy-ended", "person-pregnancy-goes-on")
    )
    client = signed_in(cast.sue)
    assert "No reason is needed." in text_of(client.get(ended))
    assert "lies in the future" in text_of(client.post(ended, {"ended_on": "2026-11-04"}))
    sent = {"ended_on": "2026-11-03", "remark": "They grieve.", "form_key": uuid4()}
    assert "Baby Ash no longer stands among the children." in text_of(client.post(ended, sent, follow=True))
    assert "It was sent twice and is recorded once." in text_of(client.post(ended, sent, follow=True))
    assert client.get(ended).status_code == 409
    assert "It was recorded wrongly that it ended." in text_of(
        client.get(reverse("person-changes", args=[month.family.pk, baby.pk]))
    )
    assert "among the children again" in text_of(client.post(goes_on, follow=True))
    assert baby in month.family.people_now()


def test_pregnancy_page_says_that_a_manager_decides_where_no_child_is_left_in_the_workbook(
    cast, month, baby, signed_in
):
    only_baby(cast, month)
    ended = reverse("person-pregnancy-ended", args=[month.family.pk, baby.pk])
    page = text_of(signed_in(cast.sue).post(ended, {"ended_on": "2026-11-03"}, follow=True))
    assert "a manager decides whether it is closed" in page


def only_baby(cast, month):
    with acting(cast.mary):
        for member in month.episode.members.filter(person__in=[month.mia, month.ben]):
            change(member, until_date=NOW.date())


def test_birth_pages_open_for_who_leads_or_manages(cast, month, baby, signed_in):
    pages = ("person-birth", "person-pregnancy-ended", "person-pregnancy-goes-on")
    addresses = [reverse(name, args=[month.family.pk, baby.pk]) for name in pages]
    for address in [*addresses, reverse("birth-add", args=[month.family.pk])]:
        assert signed_in(cast.dora).get(address).status_code == 403
        assert signed_in(cast.stan).get(address).status_code == 404


@pytest.mark.rule("A10.9")
def test_passed_birth_is_asked_about_with_three_answers(cast, month, baby, signed_in):
    pages = [reverse("people", args=[month.family.pk]), reverse("person-changes", args=[month.family.pk, baby.pk])]
    sentence = "The birth of Baby Ash was expected on Tue 10 Nov 2026. What is so now?"
    assert not any(sentence in text_of(signed_in(cast.sue).get(page)) for page in pages)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        sue = signed_in(cast.sue)
        for page in pages:
            text = text_of(sue.get(page))
            assert sentence in text
            for name in ("person-birth", "person-not-yet-born", "person-pregnancy-ended"):
                assert reverse(name, args=[month.family.pk, baby.pk]) in text
        assert sentence not in text_of(signed_in(cast.rick).get(pages[0]))
        work = text_of(sue.get(reverse("my-work")))
        assert "Say what became of the expected birth: Baby Ash, expected Tue 10 Nov 2026" in work
        assert pages[1] in work
        later = sue.post(
            reverse("person-not-yet-born", args=[month.family.pk, baby.pk]), {"expected_on": "2026-11-20"}, follow=True
        )
        assert "Baby Ash is expected on Fri 20 Nov 2026." in text_of(later)
        assert sentence not in text_of(later)


def test_not_yet_page_says_when_it_is_too_late(cast, month, baby, signed_in):
    address = reverse("person-not-yet-born", args=[month.family.pk, baby.pk])
    client = signed_in(cast.sue)
    refused = client.post(address, {"expected_on": "2026-11-01"})
    assert "record the birth" in text_of(refused)
    with acting(cast.mary):
        change(baby, born=NOW.date(), expected=None)
    assert client.get(address).status_code == 409
