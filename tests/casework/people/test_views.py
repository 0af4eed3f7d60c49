"""The person's page and those that keep it right, as a browser sends them."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.matching import services as matching
from casework.people import services
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.models import AskedItem
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.presenters import contacts_for
from casework.people.contact_details.queries import telephones_of
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import KeyContact
from casework.people.models import PersonName
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child
from workbook.members import services as members

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text(answer):
    return " ".join(answer.content.decode().split())


def words(answer):
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def send(client, address, **changes):
    """Open the page, change what is given, and send it as a browser would."""
    form = client.get(address).context["form"]
    values = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    return client.post(address, {name: value for name, value in (values | changes).items() if value is not None})


def page_of(person, family, name="person"):
    return reverse(name, args=[family.pk, person.pk])


def ask(allocated, person, by, **said):
    seen = fingerprint_of_answers(answers_of(person))
    asked_items.save_answers(allocated.family, person, seen=seen, said=said, asked_on=TODAY, by=by, at=NOW)


@pytest.mark.rule("A10.6", "A10.9", "A10.14", "A10.22")
def test_the_page_says_who_somebody_is_what_was_asked_and_who_asks(cast, allocated, signed_in):
    ask(
        allocated, allocated.mia, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)), religion=GivenAnswer("declined"),
        interpreter=GivenAnswer("not_yet_known", to_ask=cast.rick),
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


def test_the_links_go_by_what_one_may_do(cast, allocated, signed_in):
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
def test_what_is_essential_and_not_known_is_said_in_one_line(cast, allocated, signed_in):
    page, client = page_of(allocated.mia, allocated.family), signed_in(cast.sue)
    assert "Still to be found out: ethnicity." in words(client.get(page))
    with acting(cast.mary):
        change(allocated.referral.involvements.get(child=allocated.mia), need="N0")
    assert "Still to be found out: ethnicity, primary need." in words(client.get(page))
    ask(allocated, allocated.mia, cast.sue, ethnicity=GivenAnswer("not_yet_known", to_ask=cast.sue))
    assert "Still to be found out: ethnicity" in words(client.get(page))
    ask(allocated, allocated.mia, cast.sue, ethnicity=GivenAnswer("declined"))
    assert "Still to be found out: primary need." in words(client.get(page))
    assert "Still to be found out" not in words(client.get(page_of(allocated.ann, allocated.family)))


def test_a_number_that_came_in_wrong_stands_with_a_caution(cast, allocated, signed_in):
    with acting(cast.mary):
        change(allocated.mia, nhs_number="9434765918", former_upn="B123456789012", upn_unknown="UN1")
    page = words(signed_in(cast.sue).get(page_of(allocated.mia, allocated.family)))
    assert "943 476 5918 Check The NHS number’s last digit does not fit" in page
    assert page.count("Check it against its source.") == 2
    assert "Not of school age and not yet assigned" in page


def test_who_has_left_or_died_is_read_about_and_nothing_is_added(cast, allocated, signed_in):
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


def test_a_person_of_another_family_is_not_found(cast, allocated, make_family, signed_in):
    _, kim = make_family("Birch")
    assert signed_in(cast.sue).get(page_of(kim, allocated.family)).status_code == 404


def test_somebody_entered_twice_is_told_with_all_that_is_known_of_both(cast, allocated, signed_in):
    mimi = add_child(allocated.family, cast.mary, name="Mimi Ash")
    ask(
        allocated,
        mimi,
        cast.sue,
        ethnicity=GivenAnswer("known", ("WBRI",)),
        gender=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )
    ask(allocated, allocated.mia, cast.sue, ethnicity=GivenAnswer("not_yet_known", to_ask=cast.rick))
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
    assert telephones_of(allocated.family, TODAY) == {allocated.mia.pk: ["01632 960001"]}
    link = page_of(allocated.mia, allocated.family, "person-asked")
    assert f'href="{link}">Mia Ash: ethnicity, gender</a>' in text(signed_in(cast.rick).get("/"))
    twin = text(signed_in(cast.sue).get(page_of(mimi, allocated.family)))
    assert f'href="{page_of(allocated.mia, allocated.family)}">Mia Ash</a>, entered twice' in twin


# What was asked


@pytest.mark.rule("A10.9")
def test_the_answers_are_saved_together_and_those_left_open_stay_open(cast, allocated, signed_in):
    address = page_of(allocated.mia, allocated.family, "person-asked")
    answer = send(
        signed_in(cast.dora), address, ethnicity_answer="known", ethnicity_value="WBRI",
        disabilities_answer="known", disabilities_value=["AUT", "LD"], disabilities_detail="Seen by a doctor",
        gender_answer="known", gender_value="Girl", religion_answer="declined", language_answer="not_yet_known",
        language_to_ask=cast.rick.pk, asked_on="2026-11-02",
    )  # fmt: skip
    assert answer.url == page_of(allocated.mia, allocated.family)
    rows = answers_of(allocated.mia)
    assert rows["disabilities"].values == ["AUT", "LD"]
    assert rows["gender"].asked_on == date(2026, 11, 2)
    assert rows["language"].to_ask == cast.rick
    assert set(rows) == {"ethnicity", "disabilities", "gender", "religion", "language"}
    assert send(signed_in(cast.dora), address).status_code == 302
    assert all(row.history.count() == 1 for row in rows.values())


@pytest.mark.rule("A10.9")
def test_every_contradiction_is_said_at_once_and_all_that_was_typed_stays(cast, allocated, signed_in):
    address = page_of(allocated.mia, allocated.family, "person-asked")
    answer = send(
        signed_in(cast.sue), address, disabilities_answer="known", disabilities_value=["NONE", "AUT"],
        gender_answer="declined", gender_value="Girl", religion_value="None", language_answer="not_yet_known",
        ethnicity_answer="known", ethnicity_value="REFU",
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 200
    for sentence in (
        "‘No disability’ stands alone.", "Gender: you gave an answer.", "Religion or belief: you gave an answer.",
        "First language: choose who will ask.", "choose from those offered",
    ):  # fmt: skip
        assert sentence in page, sentence
    assert 'value="Girl"' in page
    assert page.count('name="disabilities_value" value="NONE"') == 1
    assert len(re.findall(r'name="disabilities_value"[^>]*checked', page)) == 2
    assert not AskedItem.objects.exists()


def test_a_stale_page_of_answers_says_what_stands_and_saves_at_the_second_try(cast, allocated, signed_in):
    address, sue = page_of(allocated.mia, allocated.family, "person-asked"), signed_in(cast.sue)
    seen = sue.get(address).context["form"]["seen"].value()
    ask(allocated, allocated.mia, cast.dora, religion=GivenAnswer("declined"))
    stale = send(sue, address, seen=seen, gender_answer="known", gender_value="Girl", religion_answer=None)
    assert stale.status_code == 409
    assert "Somebody changed this since you opened the page." in text(stale)
    assert "What stands saved now" in text(stale)
    assert 'value="Girl"' in text(stale)
    renewed = stale.context["form"]["seen"].value()
    again = send(sue, address, seen=renewed, gender_answer="known", gender_value="Girl")
    assert again.status_code == 302
    assert set(answers_of(allocated.mia)) == {"religion", "gender"}


@pytest.mark.rule("A10.9")
def test_who_is_to_ask_finds_it_on_my_work_until_it_is_known(cast, allocated, signed_in):
    ask(
        allocated, allocated.mia, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.rick),
        ethnicity=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )  # fmt: skip
    page = text(signed_in(cast.rick).get("/"))
    link = page_of(allocated.mia, allocated.family, "person-asked")
    assert f'<a class="govuk-link" href="{link}">Mia Ash: ethnicity, gender</a>, Ash' in page
    assert link not in text(signed_in(cast.sue).get("/"))
    ask(allocated, allocated.mia, cast.rick, gender=GivenAnswer("declined"), ethnicity=GivenAnswer("declined"))
    assert link not in text(signed_in(cast.rick).get("/"))


def test_what_is_to_be_asked_of_somebody_who_died_or_left_is_not_on_my_work(cast, allocated, signed_in):
    for person in (allocated.mia, allocated.ben):
        ask(allocated, person, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.rick))
    with acting(cast.mary):
        change(allocated.mia, died=TODAY)
        change(allocated.family.familymember_set.get(person=allocated.ben), until_date=TODAY)
    assert "To ask" not in text(signed_in(cast.rick).get("/"))


# Names and numbers


def test_another_name_is_added_and_put_right(cast, allocated, signed_in):
    sue = signed_in(cast.sue)
    added = send(sue, page_of(allocated.mia, allocated.family, "person-name-add"), name="Mia Oak", kind="former")
    assert added.url == page_of(allocated.mia, allocated.family)
    row = PersonName.objects.get()
    address = reverse("person-name", args=[allocated.family.pk, allocated.mia.pk, row.pk])
    assert send(sue, address, until_date="2026-01-01").status_code == 302
    page = words(sue.get(page_of(allocated.mia, allocated.family)))
    assert "Mia Oak Former name, until Thu 1 Jan 2026" in page
    assert "The last day lies before the first." in text(send(sue, address, from_date="2026-02-01"))
    assert send(sue, address, name="Mia Oake", seen="x").status_code == 409
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
    assert send(sue, address, seen="x").status_code == 409
    assert signed_in(cast.dora).get(address).status_code == 403


def test_an_adult_is_not_asked_for_a_pupil_number(cast, allocated, signed_in):
    form = signed_in(cast.sue).get(page_of(allocated.ann, allocated.family, "person-numbers")).context["form"]
    assert set(form.fields) == {"seen", "nhs_number"}


# Contact details


def test_the_telephone_typed_with_a_new_person_is_a_contact_detail_once(cast, allocated):
    key = "0b7a4c1e-3f5d-4a53-9f0e-0d8a5d3e9a11"
    details = {"name": "Ada Ash", "is_child": False, "telephone": " 01632 960001 ", "form_key": key}
    for _ in range(2):
        ada = members.add_person(allocated.family, by=cast.sue, at=NOW, **details)
    contact = ContactDetail.objects.get()
    assert (contact.person, contact.kind, contact.value) == (ada, "telephone", "01632 960001")
    assert (contact.protected, contact.from_date) == (False, TODAY)


@pytest.mark.rule("A9.20")
def test_the_overview_has_telephones_that_are_not_protected_and_key_contacts_to_call(cast, allocated, signed_in):
    details = {"kind": "telephone", "from_date": TODAY, "by": cast.sue}
    contacts.add_contact(allocated.family, allocated.ann, value="01632 960001", **details)
    contacts.add_protected_contact(
        allocated.family, allocated.ann, value="01632 960002", readers=[], because="x", at=NOW, **details
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


def test_former_numbers_and_those_of_the_dead_are_not_offered(cast, allocated):
    details = {"kind": "telephone", "by": cast.sue}
    old = contacts.add_contact(
        allocated.family, allocated.ann, value="1", from_date=TODAY - timedelta(days=9), **details
    )
    contacts.add_contact(allocated.family, allocated.ben, value="2", from_date=TODAY, **details)
    with acting(cast.sue):
        change(old, until_date=TODAY - timedelta(days=1))
        change(allocated.ben, died=TODAY)
    assert telephones_of(allocated.family, TODAY) == {}


def test_how_to_reach_somebody_is_added_and_a_second_submission_adds_nothing(cast, allocated, signed_in):
    dora, address = signed_in(cast.dora), page_of(allocated.ann, allocated.family, "contact-add")
    form = dora.get(address).context["form"]
    assert "protect" not in form.fields
    assert "ask the lead social worker or a manager" in text(dora.get(address))
    sent = {
        "form_key": form["form_key"].value(), "kind": "email", "value": "ann@home.example", "from_date": "2026-11-03",
    }  # fmt: skip
    assert [dora.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert ContactDetail.objects.get().value == "ann@home.example"
    refused = dora.post(address, sent | {"form_key": "x", "value": "not a mail"})
    assert "This page has lost its key" in text(refused)
    assert "not a mail" in text(refused)


@pytest.mark.rule("A9.20")
def test_it_is_added_protected_for_those_ticked(cast, allocated, signed_in):
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


def test_it_is_changed_and_ended_and_a_stale_page_is_told(cast, number, signed_in):
    dora, address = signed_in(cast.dora), contact_page(number, "contact-change")
    assert send(dora, address, value="01632 960009", until_date="2026-11-03").status_code == 302
    assert ContactDetail.objects.get().value == "01632 960009"
    stale = send(dora, address, value="01632 960010", seen="x")
    assert stale.status_code == 409
    assert send(dora, address, value="01632 960010", seen=stale.context["form"]["seen"].value()).status_code == 302
    assert signed_in(cast.bob).get(address).status_code == 403


@pytest.mark.rule("A9.20")
def test_it_is_protected_its_list_changed_and_the_protection_ended(cast, number, signed_in):
    sue, dora = signed_in(cast.sue), signed_in(cast.dora)
    protect, change_it = contact_page(number, "contact-protect"), contact_page(number, "contact-change")
    assert dora.get(protect).status_code == 403
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
def test_a_manager_takes_the_place_of_readers_who_have_all_left(cast, allocated, number, signed_in):
    sue, mary, address = signed_in(cast.sue), signed_in(cast.mary), contact_page(number, "contact-take-over")
    assert mary.get(address).status_code == 403
    send(sue, contact_page(number, "contact-protect"), because="He rings")
    assert mary.get(address).status_code == 403
    with acting(cast.mary):
        change(cast.sue, is_active=False)
    page = page_of(allocated.ann, allocated.family)
    assert address in text(mary.get(page))
    assert "Sue Sands may not read this family’s record any more." in text(mary.get(address))
    assert mary.post(address).status_code == 302
    assert "01632 960001" in text(mary.get(page))
    assert address not in text(mary.get(page))


# Key contacts


@pytest.mark.rule("A9.20")
def test_a_key_contact_is_added_for_a_child_changed_and_ended(cast, allocated, signed_in):
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
    assert send(dora, change_it, seen="x").status_code == 409
    assert signed_in(cast.bob).get(change_it).status_code == 403


@pytest.mark.parametrize("about", ["x", "99999999999999999999999", "999999"])
def test_nonsense_in_the_address_is_not_found_or_ignored(cast, allocated, signed_in, about):
    add = reverse("key-contact-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(add, {"about": about}).status_code in (200, 404)
