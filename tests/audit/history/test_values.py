"""Codes of plans, assessments, court and care are told in words."""

import pytest
from django.urls import reverse

from casework.plans import services as facts
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]


def test_the_history_tells_a_child_s_facts_in_words(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    values = {"by": cast.sue, "at": NOW}
    family, mia, day = allocated.family, [allocated.mia], NOW.date()
    facts.begin_plans(family, mia, kind="cp", category="NEG", from_date=day, **values)
    [one] = facts.begin_assessments(family, mia, kind="single", started_on=day, **values)
    facts.end_assessment(one, ended_on=day, outcome="EH", factors=["21"], version=1, **values)
    facts.begin_legal(family, mia, kind="care", status="C1", from_date=day, **values)
    outcome = {"held_on": day, "outcome": "Threshold met.", "outcome_code": "B"}
    facts.add_conferences(family, mia, kind="legal_planning", **outcome, **values)
    told = signed_in(cast.mary).get(reverse("history", args=[family.pk])).content.decode()
    for words in (
        "Neglect", "Step down to early help", "No factors identified", "Interim care order", "Threshold met.",
        "Start pre-proceedings",
    ):  # fmt: skip
        assert words in told, words
