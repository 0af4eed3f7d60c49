"""While a summary of the family is open its relationships do not change, but for a manager's override (C23)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework import practice
from casework.births import services as births
from casework.births.checks import Newborn
from casework.deaths.services import record_death
from casework.people.queries import people_in
from casework.refusal import Refusal
from casework.relationships import services as relationships
from casework.relationships.models import RelationshipOverride
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C23", "A1.21")]
REASON = "Dan is released on Friday, and the conference needs to know who he is."


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dan(cast, month):
    """Adding a person is possible at any time."""
    return add_adult(month.family, cast.mary, name="Dan Ash", at=NOW)


@pytest.fixture
def mother(month):
    return month.family.relationship_set.get(person=month.ann, other=month.mia)


def add(month, dan, by, **details):
    others = [month.mia, month.ben]
    return relationships.relate_to_all(month.family, dan, kind="father", others=others, by=by, at=NOW, **details)


def overrides():
    rows = RelationshipOverride.objects.order_by("pk")
    return [(row.relationship.sentence, row.act, row.because, row.by.name) for row in rows]


def test_lock_refuses_the_lead_with_the_reason_the_time_and_whom_to_ask(cast, month, dan):
    with pytest.raises(Refusal, match=r"3 summaries are open.*Wed 11 Nov 2026, 10:00.*ask a deputy team manager") as no:
        add(month, dan, cast.sue)
    assert no.value.field is None
    with pytest.raises(Refusal, match="locked"):
        add(month, dan, cast.sue, override_because=REASON)
    assert not dan.relationships.exists()


def test_lock_refuses_ending_and_withdrawing_too(cast, month, mother):
    with pytest.raises(Refusal, match="locked"):
        relationships.end(mother, ended_on=NOW.date(), because="", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="locked"):
        relationships.withdraw(mother, because="She is the aunt.", by=cast.sue, at=NOW)
    mother.refresh_from_db()
    assert mother.until_date is None


@pytest.mark.parametrize("because", ["", "  "])
def test_override_refuses_without_a_reason_at_its_field(cast, month, dan, because):
    with pytest.raises(Refusal, match="Say why this cannot wait") as no:
        add(month, dan, cast.dev, override_because=because)
    assert no.value.field == "override_because"
    assert not RelationshipOverride.objects.exists()


def test_override_is_written_with_each_change_that_it_allowed(cast, month, dan, mother):
    rows = add(month, dan, cast.dev, override_because=f" {REASON} ")
    relationships.end(rows[0], ended_on=NOW.date(), because="", by=cast.mary, at=NOW, override_because="He is not.")
    relationships.withdraw(mother, because="The aunt.", by=cast.mary, at=NOW, override_because="It harms.")
    assert overrides() == [
        ("Dan Ash is the father of Mia Ash", "added", REASON, "Dev Dunn"),
        ("Dan Ash is the father of Ben Ash", "added", REASON, "Dev Dunn"),
        ("Dan Ash is the father of Mia Ash", "ended", "He is not.", "Mary Moss"),
        ("Ann Ash is the mother of Mia Ash", "withdrawn", "It harms.", "Mary Moss"),
    ]


def test_override_is_written_once_with_its_change(cast, month, dan, mother):
    add(month, dan, cast.mary, override_because=REASON)
    with pytest.raises(Refusal, match="recorded already"):
        add(month, dan, cast.mary, override_because=REASON)
    assert dan.relationships.count() == 2
    assert RelationshipOverride.objects.count() == 2
    same = relationships.relate(month.family, month.ann, kind="mother", other=month.mia, by=cast.sue, at=NOW)
    assert same == mother, "what stands may be said again by anybody"


def test_override_is_not_written_for_a_refused_change(cast, month, mother):
    with pytest.raises(Refusal, match="future"):
        relationships.end(
            mother, ended_on=NOW.date() + timedelta(days=1), because="", by=cast.mary, at=NOW, override_because=REASON
        )
    assert not RelationshipOverride.objects.exists()


def test_override_is_not_written_without_a_lock(cast, allocated):
    dan = add_adult(allocated.family, cast.mary, name="Dan Ash", at=NOW)
    add(allocated, dan, cast.sue, override_because=REASON)
    assert not RelationshipOverride.objects.exists()


@pytest.mark.rule("C27")
def test_override_needs_the_grade_of_the_practice_file(cast, month, dan, monkeypatch):
    practise_decision(monkeypatch, override_relationships="team_manager")
    with pytest.raises(Refusal, match="ask a team manager"):
        add(month, dan, cast.dev, override_because=REASON)
    add(month, dan, cast.mary, override_because=REASON)


def practise_decision(monkeypatch, **values):
    file = practice.current()
    decisions = file.decisions.model_copy(update=values)
    monkeypatch.setattr(practice, "current", lambda: file.model_copy(update={"decisions": decisions}))


def test_lock_is_off_where_the_practice_file_says_so(cast, month, dan, practised):
    practised(relationships_locked_while_summary_open=False)
    add(month, dan, cast.sue)
    assert not RelationshipOverride.objects.exists()


@pytest.mark.rule("A10.6")
def test_lock_lets_birth_death_and_end_of_pregnancy_pass(cast, month):
    expected = {"born": None, "expected": NOW.date()}
    baby = add_child(month.family, cast.mary, name="Baby Ash", at=NOW, **expected)
    other = add_child(month.family, cast.mary, name="Another Ash", at=NOW, **expected)
    twins = [Newborn("Eve Ash", "F"), Newborn("Tim Ash", "M")]
    born = births.record_birth(month.family, baby, born=NOW.date(), children=twins, by=cast.sue, at=NOW)
    assert born[0].relationships.filter(other=born[1]).exists(), "the twins are related to one another"
    births.record_unexpected_birth(
        month.family, month.ann, born=NOW.date(), children=[Newborn("Sam Ash", "M")], by=cast.sue, at=NOW
    )
    assert month.ann.relationships.count() == 3
    births.end_pregnancy(month.family, other, ended_on=NOW.date(), by=cast.sue, at=NOW)
    record_death(month.family, month.ben, died=NOW.date(), by=cast.sue, at=NOW)
    assert not RelationshipOverride.objects.exists()


def at(name, family, *parts):
    return reverse(name, args=[family.pk, *parts])


def test_lock_lets_the_lead_add_a_person(cast, month):
    assert people_in(month.family).filter(pk=add_adult(month.family, cast.sue, name="Ted", at=NOW).pk).exists()
