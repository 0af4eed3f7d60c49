"""Plans, conferences, court and care in the chronology."""

import pytest
from django.urls import reverse

from casework.plans import services as facts
from chronology.timeline.presenters import entries
from tests.factories import NOW
from tests.story import days_ago

pytestmark = [pytest.mark.rule("C17", "A8.4"), pytest.mark.django_db]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def told(family, **narrowed):
    lines = entries(family, kinds=["plans"], newest_first=False, **narrowed)
    return [(line.headline, line.why, line.date) for line in lines]


@pytest.fixture
def life(allocated, cast):
    """Mia's plan and her time in care, each begun and ended; a conference held and one only planned."""
    values = {"by": cast.sue, "at": NOW}
    begun, ended = days_ago(20).date(), days_ago(3).date()
    plan = facts.begin_plans(allocated.family, [allocated.mia], kind="cp", category="NEG", from_date=begun, **values)[0]
    facts.end_plan(plan, until_date=ended, ended_because="She is safe.", version=1, **values)
    care = facts.begin_legal(allocated.family, [allocated.mia], kind="care", status="C1", from_date=begun, **values)[0]
    facts.end_legal(care, until_date=ended, outcome="Home to Ann.", version=1, **values)
    facts.add_conferences(
        allocated.family, [allocated.mia], kind="rcpc", held_on=days_ago(5).date(), outcome="The plan ends.", **values
    )
    facts.add_conferences(allocated.family, [allocated.mia], kind="strategy", planned_for=TODAY, **values)
    return plan


def test_facts_begin_and_end_on_their_day_with_why(allocated, life):
    begun, ended = days_ago(20).date(), days_ago(3).date()
    assert told(allocated.family) == [
        ("Mia Ash: child protection plan began", "Category: neglect", begun),
        ("Mia Ash: care episode began", "Interim care order", begun),
        ("Mia Ash: child protection review conference held", "The plan ends.", days_ago(5).date()),
        ("Mia Ash: child protection plan ended", "She is safe.", ended),
        ("Mia Ash: care episode ended", "Home to Ann.", ended),
    ]


def test_facts_concern_their_child_and_lead_to_its_page(allocated, life):
    assert told(allocated.family, child=allocated.ben) == []
    lines = entries(allocated.family, kinds=["plans"], child=allocated.mia)
    assert {line.url for line in lines} == {reverse("child-plans", args=[allocated.family.pk, allocated.mia.pk])}
    assert len(lines) == 5


def test_facts_that_were_withdrawn_are_left_out(allocated, cast, life):
    life.refresh_from_db()
    facts.withdraw(life, because="Of Ben.", version=life.version, by=cast.sue, at=NOW)
    assert not [line for line in told(allocated.family) if "plan began" in line[0] or "plan ended" in line[0]]
