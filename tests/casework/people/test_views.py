"""The person's page and those that keep it right, as a browser sends them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.deaths.services import record_death
from casework.families import services as families
from casework.matching import services as matching
from casework.people import services
from casework.people.asked_items.checks import GivenAnswer
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import open_details, telephones_in
from casework.people.key_contacts import services as key_contacts
from casework.people.models import PersonName
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.casework.people.pages import ask, page_of, send, text, words
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def corrected(client, family, person, **changes):
    return send(client, page_of(person, family, "person-put-right"), **changes)


def died_young(cast, allocated):
    return record_death(allocated.family, allocated.ben, died=date(2026, 10, 1), by=cast.mary, at=NOW)


@pytest.mark.rule("A10.6", "A10.9", "A10.14", "A10.22")
def test_person_page_shows_who_somebody_is_what_was_asked_and_who_asks(cast, allocated, signed_in):
    ask(
        allocated.family, allocated.mia, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)),
        religion=GivenAnswer("declined"), interpreter=GivenAnswer("not_yet_known", to_ask=cast.rick),
        communication=GivenAnswer("known", ("SIGN", "OTHER"), detail="Makaton"),
    )  # fmt: skip
    page = words(signed_in(cast.bob).get(page_of(allocated.mia, allocated.family)))
    for expected in (
        "Born Sat 4 May 2019", "White British asked on Tue 3 Nov 2026", "Declined to say",
        "Not yet known Rick Reed will ask",
        "Sign language; Other, as noted", "Makaton", "First language Not asked yet", "Ann Ash is the mother of Mia Ash",
        "NHS number None recorded",
    ):  # fmt: skip
        assert expected in page, expected
    assert "Answer what was asked" not in page
    assert "Change the numbers" not in page


def test_person_page_links_to_what_one_may_do(cast, allocated, signed_in):
    page = page_of(allocated.mia, allocated.family)
    of_dora, of_sue = (text(signed_in(who).get(page)) for who in (cast.dora, cast.sue))

    def link(name):
        return f'href="{page_of(allocated.mia, allocated.family, name)}"'

    for name in ("person-asked", "person-name-add", "contact-add"):
        assert link(name) in of_dora
    for name in ("person-numbers", "person-put-right"):
        assert link(name) not in of_dora
        assert link(name) in of_sue


@pytest.mark.rule("A10.9")
def test_person_page_names_what_is_essential_and_not_known(cast, allocated, signed_in):
    page, client = page_of(allocated.mia, allocated.family), signed_in(cast.sue)
    assert "Still to be found out: ethnicity." in words(client.get(page))
    with acting(cast.mary):
        change(allocated.referral.involvements.get(child=allocated.mia), need="N0")
    assert "Still to be found out: ethnicity, primary need." in words(client.get(page))
    ask(allocated.family, allocated.mia, cast.sue, ethnicity=GivenAnswer("not_yet_known", to_ask=cast.sue))
    assert "Still to be found out: ethnicity" in words(client.get(page))
    ask(allocated.family, allocated.mia, cast.sue, ethnicity=GivenAnswer("declined"))
    assert "Still to be found out: primary need." in words(client.get(page))
    assert "Still to be found out" not in words(client.get(page_of(allocated.ann, allocated.family)))


def test_person_page_warns_of_a_number_that_came_in_wrong(cast, allocated, signed_in):
    with acting(cast.mary):
        change(allocated.mia, nhs_number="9434765918", former_upn="B123456789012", upn_unknown="UN1")
    page = words(signed_in(cast.sue).get(page_of(allocated.mia, allocated.family)))
    assert "943 476 5918 Check The NHS number’s last digit does not fit" in page
    assert page.count("Check it against its source.") == 2
    assert "Not of school age and not yet assigned" in page


def test_person_page_of_the_dead_and_of_those_who_left_adds_nothing(cast, allocated, signed_in):
    key_contacts.add_key_contact(
        allocated.family, profession="gp", name="Dr Fox", telephone="01632 960300", about=[allocated.ann],
        from_date=TODAY - timedelta(days=9), until_date=TODAY - timedelta(days=1), by=cast.sue,
    )  # fmt: skip
    with acting(cast.mary):
        change(allocated.family.familymember_set.get(person=allocated.ann), until_date=TODAY)
        change(allocated.ben, died=TODAY - timedelta(days=1))
    left = signed_in(cast.sue).get(page_of(allocated.ann, allocated.family))
    assert "not of this family any more" in words(left)
    assert "Former Dr Fox" in words(left)
    for name in ("person-asked", "contact-add", "person-numbers", "person-put-right", "person-name-add"):
        assert f'href="{page_of(allocated.ann, allocated.family, name)}"' not in text(left)
        assert signed_in(cast.mary).get(page_of(allocated.ann, allocated.family, name)).status_code == 404
    died = words(signed_in(cast.sue).get(page_of(allocated.ben, allocated.family)))
    assert "Died Mon 2 Nov 2026" in died
    assert "Still to be found out" not in died


def test_person_page_of_another_family_is_not_found(cast, allocated, make_family, signed_in):
    _, kim = make_family("Birch")
    assert signed_in(cast.sue).get(page_of(kim, allocated.family)).status_code == 404


def test_person_page_of_somebody_entered_twice_shows_what_is_known_of_both(cast, allocated, signed_in):
    mimi = add_child(allocated.family, cast.mary, name="Mimi Ash")
    ask(
        allocated.family,
        mimi,
        cast.sue,
        ethnicity=GivenAnswer("known", ("WBRI",)),
        gender=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )
    ask(allocated.family, allocated.mia, cast.sue, ethnicity=GivenAnswer("not_yet_known", to_ask=cast.rick))
    contacts.add_contact(allocated.family, mimi, kind="telephone", value="01632 960001", from_date=TODAY, by=cast.sue)
    services.add_name(allocated.family, mimi, name="Mims", kind="also", by=cast.sue)
    key_contacts.add_key_contact(
        allocated.family, profession="gp", name="Dr Fox", telephone="1", about=[mimi, allocated.mia], from_date=TODAY,
        by=cast.sue,
    )  # fmt: skip
    matching.merge(mimi, allocated.mia, because="Entered twice.", by=cast.mary, at=NOW)
    page = words(signed_in(cast.sue).get(page_of(allocated.mia, allocated.family)))
    for expected in ("White British", "01632 960001", "Mims", "Entered also as Mimi Ash", "For Mia Ash, since"):
        assert expected in page, expected
    assert "Still to be found out" not in page
    assert telephones_in(open_details(cast.sue, allocated.family, TODAY)) == {allocated.mia.pk: ["01632 960001"]}
    link = page_of(allocated.mia, allocated.family, "person-asked")
    assert f'href="{link}">Ask Mia Ash: ethnicity, gender</a>' in text(signed_in(cast.rick).get("/"))
    twin = text(signed_in(cast.sue).get(page_of(mimi, allocated.family)))
    assert f'href="{page_of(allocated.mia, allocated.family)}">Mia Ash</a>, entered twice' in twin


def test_other_name_is_added_and_put_right(cast, allocated, signed_in):
    sue = signed_in(cast.sue)
    added = send(sue, page_of(allocated.mia, allocated.family, "person-name-add"), name="Mia Oak", kind="former")
    assert added.url == page_of(allocated.mia, allocated.family)
    row = PersonName.objects.get()
    address = reverse("person-name", args=[allocated.family.pk, allocated.mia.pk, row.pk])
    assert send(sue, address, until_date="2026-01-01").status_code == 302
    page = words(sue.get(page_of(allocated.mia, allocated.family)))
    assert "Mia Oak Former name, until Thu 1 Jan 2026" in page
    assert "The last day lies before the first." in text(send(sue, address, from_date="2026-02-01"))
    assert send(sue, address, name="Mia Oake", fingerprint="x", saw_passages="").status_code == 409
    other = reverse("person-name", args=[allocated.family.pk, allocated.ben.pk, row.pk])
    assert sue.get(other).status_code == 404


def test_numbers_are_saved_and_a_mistyped_one_is_refused_on_the_page(cast, allocated, signed_in):
    sue, address = signed_in(cast.sue), page_of(allocated.mia, allocated.family, "person-numbers")
    refused = send(sue, address, nhs_number="943 476 5918", upn_unknown="UN1")
    assert "The NHS number’s last digit does not fit" in text(refused)
    assert 'value="UN1" selected' in text(refused)
    assert send(sue, address, nhs_number="943 476 5919", upn_unknown="UN1").status_code == 302
    allocated.mia.refresh_from_db()
    assert (allocated.mia.nhs_number, allocated.mia.upn_unknown) == ("9434765919", "UN1")
    assert send(sue, address, fingerprint="x", saw_passages="").status_code == 409
    assert signed_in(cast.dora).get(address).status_code == 403


def test_numbers_of_an_adult_leave_out_the_pupil_number(cast, allocated, signed_in):
    form = signed_in(cast.sue).get(page_of(allocated.ann, allocated.family, "person-numbers")).context["form"]
    assert {field.name for field in form.visible_fields()} == {"nhs_number"}


def test_putting_right_a_person_keeps_what_was_recorded_before(cast, allocated, signed_in):
    family, mia = allocated.family, allocated.mia
    answer = corrected(signed_in(cast.sue), family, mia, born="2019-05-14", known_as="Mimi")
    assert answer.url == reverse("people", args=[family.pk])
    mia.refresh_from_db()
    assert (str(mia.born), mia.known_as, mia.memberships.get().role) == ("2019-05-14", "Mimi", "child")
    newest, before = mia.history.all()
    assert (str(before.born), newest.history_user) == ("2019-05-04", cast.sue)


def test_putting_right_a_person_refuses_what_cannot_be_and_keeps_what_was_typed(cast, allocated, signed_in):
    answer = corrected(signed_in(cast.sue), allocated.family, allocated.mia, born="2031-01-01", name="Mia Oak")
    assert "The date of birth is in the future." in text(answer)
    assert 'value="Mia Oak"' in text(answer)
    allocated.mia.refresh_from_db()
    assert allocated.mia.name == "Mia Ash"


def test_putting_right_a_person_conflicts_with_a_stale_page_and_saves_at_the_second_try(cast, allocated, signed_in):
    family, mia, sue = allocated.family, allocated.mia, signed_in(cast.sue)
    address = reverse("person-put-right", args=[family.pk, mia.pk])
    seen = sue.get(address).context["form"]["fingerprint"].value()
    corrected(signed_in(cast.mary), family, mia, name="Mia Oak")
    stale = corrected(sue, family, mia, known_as="Mimi", fingerprint=seen, saw_passages="")
    assert stale.status_code == 409
    assert "Somebody changed this since you opened the page." in text(stale)
    mia.refresh_from_db()
    assert (mia.name, mia.known_as) == ("Mia Oak", "")
    assert (
        corrected(
            sue, family, mia, known_as="Mimi", saw_passages="", fingerprint=stale.context["form"]["fingerprint"].value()
        ).status_code
        == 302
    )


def test_putting_right_a_person_is_for_who_leads_or_manages_and_people_of_the_family(cast, allocated, signed_in):
    address = reverse("person-put-right", args=[allocated.family.pk, allocated.mia.pk])
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404
    elsewhere = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_adult(elsewhere, cast.mary)
    other = reverse("person-put-right", args=[allocated.family.pk, stranger.pk])
    assert signed_in(cast.mary).get(other).status_code == 404


def test_putting_right_a_person_records_no_birth_and_none_after_a_death(cast, allocated, signed_in):
    baby = add_child(allocated.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    for person, sent, sentence in (
        (baby, {"name": "Ada", "born": "2026-11-02", "expected": "", "sex": "F"}, "record the birth"),
        (died_young(cast, allocated), {"name": "Ben", "born": "2026-11-01", "sex": "M"}, "after the day of the death"),
    ):
        address = reverse("person-put-right", args=[allocated.family.pk, person.pk])
        client = signed_in(cast.sue)
        seen = client.get(address).context["form"].initial["fingerprint"]
        assert sentence in client.post(address, {**sent, "fingerprint": seen}).content.decode()
        person.refresh_from_db()
    assert baby.unborn
