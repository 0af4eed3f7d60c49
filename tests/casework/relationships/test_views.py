"""The pages of relationships, and what they show while relationships are locked (C23)."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.relationships import services as relationships
from casework.relationships.models import RelationshipOverride
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db
REASON = "Dan is released on Friday, and the conference needs to know who he is."


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mother(allocated):
    return allocated.family.relationship_set.get(person=allocated.ann, other=allocated.mia)


@pytest.fixture
def locked(month):
    """The mother's relationship while relationships are locked."""
    return month.family.relationship_set.get(person=month.ann, other=month.mia)


def text_of(response):
    return response.content.decode()


def address(allocated, mother):
    return reverse("relationship-end", args=[allocated.family.pk, mother.pk])


@pytest.fixture
def dan(cast, month):
    """Adding a person is possible at any time."""
    return add_adult(month.family, cast.mary, name="Dan Ash", at=NOW)


def add(month, dan, by, **details):
    others = [month.mia, month.ben]
    return relationships.relate_to_all(month.family, dan, kind="father", others=others, by=by, at=NOW, **details)


def overrides():
    rows = RelationshipOverride.objects.order_by("pk")
    return [(row.relationship.sentence, row.act, row.because, row.by.name) for row in rows]


def at(name, family, *parts):
    return reverse(name, args=[family.pk, *parts])


@pytest.fixture
def typed(month, dan):
    return {"person": dan.pk, "kind": "father", "others": [month.mia.pk], "from_date": "2026-11-01"}


def test_relationship_ended_is_listed_among_former_ones(cast, allocated, mother, signed_in):
    sent = {"how": "ended", "ended_on": "2026-11-02", "because": "Adopted.", "form_key": uuid4()}
    client = signed_in(cast.sue)
    for _ in range(2):
        page = text_of(client.post(address(allocated, mother), sent, follow=True))
        assert "What was so before (1)" in page
        assert "until Mon 2 Nov 2026: Adopted." in page


def test_relationship_recorded_wrongly_is_listed_nowhere(cast, allocated, mother, signed_in):
    sent = {"how": "wrong", "reason": "not_so", "because": "She is the aunt.", "form_key": uuid4()}
    client = signed_in(cast.sue)
    client.post(address(allocated, mother), sent)
    page = text_of(client.get(reverse("people", args=[allocated.family.pk])))
    assert page.count("Ann Ash is the mother of Mia Ash") == 1, "but for the line that says what was done"
    assert client.get(address(allocated, mother)).status_code == 410
    assert client.post(address(allocated, mother), sent).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose one."),
        ({"how": "ended"}, "Give the last day on which it was so."),
        ({"how": "ended", "ended_on": "2026-11-04"}, "lies in the future"),
        ({"how": "wrong"}, "Choose why it was recorded in error."),
    ],
)
def test_relationship_page_refuses_bad_input_with_a_sentence(cast, allocated, mother, signed_in, sent, sentence):
    assert sentence in text_of(signed_in(cast.sue).post(address(allocated, mother), sent))
    mother.refresh_from_db()
    assert mother.until_date is None


def test_relationship_end_page_is_for_who_leads_or_manages(cast, allocated, mother, signed_in):
    assert signed_in(cast.dora).get(address(allocated, mother)).status_code == 403
    assert signed_in(cast.stan).get(address(allocated, mother)).status_code == 404


def test_relationship_page_before_there_are_two_people_says_what_to_do_first(cast, ash, signed_in):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    client = signed_in(cast.mary)
    assert "Add the people first" in text_of(client.get(reverse("relationship-add", args=[birch.pk])))
    assert "Add the people first" not in text_of(client.get(reverse("relationship-add", args=[ash.family.pk])))


def test_relationship_is_added_to_several_at_once_and_named(cast, ash, signed_in):
    dan = add_adult(ash.family, cast.mary, name="Dan Ash")
    typed = {"person": dan.pk, "kind": "father", "others": [ash.mia.pk, ash.ben.pk]}
    address = reverse("relationship-add", args=[ash.family.pk])
    page = text_of(signed_in(cast.mary).post(address, typed, follow=True))
    assert "Dan Ash is the father of Mia Ash; Dan Ash is the father of Ben Ash." in page


def test_relationship_to_oneself_is_refused_at_its_field_with_all_choices_kept(cast, ash, signed_in):
    typed = {"person": ash.ann.pk, "kind": "carer", "others": [ash.ann.pk, ash.mia.pk]}
    page = text_of(signed_in(cast.mary).post(reverse("relationship-add", args=[ash.family.pk]), typed))
    assert "Nobody is related to oneself." in page
    assert f'value="{ash.ann.pk}" selected' in page
    assert page.count("checked") == 2


def test_relationship_page_refuses_people_of_another_family(cast, ash, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_adult(other, cast.mary, name="Bo Birch")
    typed = {"person": bo.pk, "kind": "carer", "others": [ash.mia.pk]}
    page = text_of(signed_in(cast.mary).post(reverse("relationship-add", args=[ash.family.pk]), typed))
    assert "choose from those offered" in page
    assert not bo.relationships.exists()


def test_relationship_page_is_for_who_leads_or_manages(cast, allocated, signed_in):
    address = reverse("relationship-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(address).status_code == 200
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404


def test_relationship_does_not_begin_in_the_future(cast, allocated, signed_in):
    address = reverse("relationship-add", args=[allocated.family.pk])
    sent = {"person": allocated.ann.pk, "kind": "carer", "others": [allocated.mia.pk], "from_date": "2099-01-01"}
    assert "lies in the future" in signed_in(cast.sue).post(address, sent).content.decode()


@pytest.mark.rule("C23", "A1.21")
def test_lock_shows_the_lead_why_and_when_and_no_form(cast, month, locked, signed_in):
    sue = signed_in(cast.sue)
    pages = {
        "add": text_of(sue.get(at("relationship-add", month.family))),
        "end": text_of(sue.get(at("relationship-end", month.family, locked.pk))),
        "people": text_of(sue.get(at("people", month.family))),
        "changes": text_of(sue.get(at("person-changes", month.family, month.mia.pk))),
    }
    for name, page in pages.items():
        assert "Relationships are locked." in page, name
        assert "planned for Wed 11 Nov 2026, 10:00" in page, name
        assert "ask a deputy team manager" in page, name
        assert f'"{at("workbook", month.family)}"' in page, name
    assert 'name="kind"' not in pages["add"]
    assert 'name="how"' not in pages["end"]
    assert at("relationship-add", month.family) not in pages["people"]
    assert at("relationship-end", month.family, locked.pk) not in pages["changes"]


@pytest.mark.rule("C23", "A1.21")
def test_lock_refuses_a_page_opened_before_and_keeps_what_was_typed(cast, month, dan, typed, signed_in):
    page = text_of(signed_in(cast.sue).post(at("relationship-add", month.family), typed))
    assert page.count("Relationships are locked.") >= 2, "the error, and the panel with its link"
    assert f'value="{dan.pk}" selected' in page
    assert "2026-11-01" in page
    assert not dan.relationships.exists()


@pytest.mark.rule("C23", "A1.21")
def test_lock_asks_a_manager_why_it_cannot_wait_and_loses_nothing_typed(cast, month, dan, typed, signed_in):
    mary = signed_in(cast.mary)
    assert 'name="override_because"' in text_of(mary.get(at("relationship-add", month.family)))
    page = text_of(mary.post(at("relationship-add", month.family), typed))
    assert "Answer ‘Why can it not wait?’." in page
    assert "2026-11-01" in page
    page = text_of(mary.post(at("relationship-add", month.family), typed | {"override_because": REASON}, follow=True))
    assert "Added: Dan Ash is the father of Mia Ash." in page
    assert overrides() == [("Dan Ash is the father of Mia Ash", "added", REASON, "Mary Moss")]


@pytest.mark.rule("C23", "A1.21")
@pytest.mark.parametrize(
    ("how", "act"),
    [
        ({"how": "ended", "ended_on": "2026-11-02"}, "ended"),
        ({"how": "wrong", "reason": "not_so", "because": "No."}, "withdrawn"),
    ],
)
def test_lock_lets_a_manager_end_or_withdraw_with_the_reason(cast, month, locked, signed_in, how, act):
    client, address = signed_in(cast.mary), at("relationship-end", month.family, locked.pk)
    assert "Answer ‘Why can it not wait?’." in text_of(client.post(address, how))
    sent = how | {"override_because": REASON, "form_key": uuid4()}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert [row[1:] for row in overrides()] == [(act, REASON, "Mary Moss")]


@pytest.mark.rule("C23", "A1.21")
def test_lock_that_is_off_asks_nobody_why(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(at("relationship-add", allocated.family)))
    assert "override_because" not in page
    assert "locked" not in page


@pytest.mark.rule("C23", "A1.21")
def test_override_is_in_the_history_with_its_reason(cast, month, dan, signed_in):
    add(month, dan, cast.mary, override_because=REASON)
    page = text_of(signed_in(cast.mary).get(at("history", month.family)))
    assert REASON in page
