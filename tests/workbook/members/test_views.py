from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.allocations import services as allocations
from casework.families import services as families
from casework.people.key_contacts import services as key_contacts
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.checklist import none_met
from tests.factories import NOW, add_adult, add_child
from workbook.workbooks import services as workbooks
from workbook.workbooks.vulnerabilities import services as vulnerabilities

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast):
    return families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)


def text_of(response):
    return response.content.decode()


def next_step(client, family):
    return client.get(reverse("people", args=[family.pk])).context["next_step"]


def test_first_steps_lead_a_new_family_to_the_decision_on_a_workbook(cast, birch, signed_in):
    client = signed_in(cast.mary)
    assert next_step(client, birch).url == reverse("person-add", args=[birch.pk])
    bo = add_child(birch, cast.mary, name="Bo Birch")
    assert next_step(client, birch).url == reverse("person-add", args=[birch.pk])
    bea = add_adult(birch, cast.mary, name="Bea Birch")
    assert next_step(client, birch).url == reverse("relationship-add", args=[birch.pk])
    relationships.relate(birch, bea, kind="mother", other=bo, by=cast.mary, at=NOW)
    assert next_step(client, birch).url == reverse("referral-add", args=[birch.pk])
    referral = referrals.record_referral(
        birch, received_on=NOW.date(), source="6", reason="Police.", needs={bo: "N1"}, by=cast.mary, at=NOW
    )
    assert next_step(client, birch).url == reverse("allocate", args=[birch.pk])
    allocations.allocate(birch, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    assert next_step(client, birch).url == reverse("workbook-decide", args=[birch.pk, referral.pk])
    workbooks.decide_not_to_open(
        referral, answers=none_met(), reason="No adult worker is needed.", by=cast.mary, at=NOW
    )
    page = client.get(reverse("people", args=[birch.pk]))
    assert page.context["next_step"] is None
    vulnerabilities.record_vulnerability(
        referral, vulnerability="mental_health", what="Bea is low.", noticed_on=NOW.date(), by=cast.sue,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert next_step(client, birch).url == reverse("workbook-decide", args=[birch.pk, referral.pk])
    assert "What is still to do" not in text_of(page)


@pytest.mark.rule("A1.6")
def test_first_steps_lead_to_the_referral_on_which_a_case_is_open(cast, allocated, signed_in):
    leo = add_child(allocated.family, cast.mary, name="Leo Ash")
    referrals.record_referral(
        allocated.family, received_on=NOW.date(), source="6", reason="Again.", needs={leo: "N1"}, by=cast.mary, at=NOW
    )
    with acting(cast.mary):
        change(allocated.family.involvement_set.get(child=leo), closed_on=NOW.date(), closed_because="RC7")
    decide = reverse("workbook-decide", args=[allocated.family.pk, allocated.referral.pk])
    assert next_step(signed_in(cast.mary), allocated.family).url == decide


def test_first_steps_are_none_for_a_family_whose_cases_are_closed(cast, allocated, signed_in):
    address = reverse("people", args=[allocated.family.pk])
    assert "What is still to do" in text_of(signed_in(cast.mary).get(address))
    with acting(cast.mary):
        for involvement in allocated.family.involvement_set.all():
            change(involvement, closed_on=NOW.date(), closed_because="RC7")
    assert "What is still to do" not in text_of(signed_in(cast.mary).get(address))


def test_first_steps_tell_a_worker_what_is_still_to_do_and_for_whom(cast, allocated, signed_in):
    page = text_of(signed_in(cast.dora).get(reverse("people", args=[allocated.family.pk])))
    assert "Decide on a Workbook" in page
    assert "(for the team manager)" in page
    assert reverse("workbook-decide", args=[allocated.family.pk, allocated.referral.pk]) not in page


@pytest.mark.rule("A1.15")
def test_people_page_has_people_relationships_and_professionals(cast, month, signed_in):
    page = text_of(signed_in(cast.rick).get(reverse("people", args=[month.family.pk])))
    for words in ("Mia Ash", "Lives here", "Ann Ash is the mother of Ben Ash", "Dora Dale, domestic abuse worker"):
        assert words in page


@pytest.mark.rule("A9.20")
def test_people_page_has_the_professionals_around_the_family(cast, month, signed_in):
    professional = {"profession": "gp", "name": "Dr Pole", "organisation": "Mill Surgery", "telephone": "01582 555000"}
    key_contacts.add_key_contact(month.family, **professional, about=[month.mia], from_date=NOW.date(), by=cast.sue)
    page = text_of(signed_in(cast.sue).get(reverse("people", args=[month.family.pk])))
    assert "Dr Pole, Mill Surgery" in page
    assert reverse("key-contact-add", args=[month.family.pk]) in page


def test_first_steps_do_not_tell_a_manager_that_a_manager_does_it(cast, birch, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("people", args=[birch.pk])))
    assert "Nobody is allocated yet." in page
    assert "A manager" not in page


def test_people_page_has_its_buttons_by_right_and_explains_their_absence(cast, month, signed_in):
    address = reverse("people", args=[month.family.pk])
    manager, lead, other = (text_of(signed_in(user).get(address)) for user in (cast.mary, cast.sue, cast.dora))
    assert "Allocate a worker" in manager
    assert "Record a referral" in manager
    assert "Add a person" in lead
    assert "Allocate a worker" not in lead
    assert "Add a person" not in other
    assert "The lead worker or a manager adds people" in other


def typed(**values):
    return {
        "role": "child", "name": "Ada Ash", "sex": "F", "born": "2026-10-30", "in_household": "on",
        **values,
    }  # fmt: skip


def test_child_who_is_added_is_in_the_running_episode(cast, month, signed_in):
    response = signed_in(cast.sue).post(reverse("person-add", args=[month.family.pk]), typed(), follow=True)
    assert "Ada Ash was added to the family." in text_of(response)
    assert "3 weeks" not in text_of(response)
    assert month.episode.members.filter(person__name="Ada Ash").exists()


def test_unborn_child_is_shown_with_the_date_on_which_it_is_expected(cast, month, signed_in):
    sent = typed(name="Baby Ash", born="", expected="2027-01-12", sex="U")
    page = text_of(signed_in(cast.sue).post(reverse("person-add", args=[month.family.pk]), sent, follow=True))
    assert "unborn, due Tue 12 Jan 2027" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"born": "2026-11-04"}, "The date of birth is in the future."),
        ({"born": ""}, "the child&#x27;s date of birth, the expected date, or about how old"),
        ({"expected": "2027-01-12"}, "not both"),
        ({"sex": ""}, "Choose ‘Sex’."),
        ({"role": ""}, "Choose what this person is in this family."),
        ({"role": "parent", "born": "", "expected": "2027-01-12"}, "for an unborn child"),
    ],
)
def test_adding_page_refuses_bad_input_with_a_sentence_and_keeps_what_was_typed(
    cast, month, signed_in, values, sentence
):
    page = text_of(signed_in(cast.sue).post(reverse("person-add", args=[month.family.pk]), typed(**values)))
    assert sentence in page
    assert 'value="Ada Ash"' in page
    assert month.family.familymember_set.count() == 3


def test_adding_page_opens_for_who_leads_or_manages(cast, month, signed_in):
    address = reverse("person-add", args=[month.family.pk])
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404


def test_changes_of_a_child_lead_to_closing_the_case_while_it_is_open(cast, month, signed_in):
    def acts(person):
        answer = signed_in(cast.sue).get(reverse("person-changes", args=[month.family.pk, person.pk]))
        return [act.url for act in answer.context["acts"]]

    url = reverse("closure-write", args=[month.family.pk, month.mia.pk])
    assert url in acts(month.mia)
    assert not any("closure" in address for address in acts(month.ann))
    with acting(cast.mary):
        change(month.family.involvement_set.get(child=month.mia), closed_on=NOW.date(), closed_because="RC7")
    assert url not in acts(month.mia)
