"""Codes of plans, assessments, court and care are told in words."""

import pytest
from django.urls import reverse

from casework.ecomap import services as ecomap
from casework.people import services as people
from casework.people.queries import fingerprint_of_numbers
from casework.plans import services as facts
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from workbook.planners import services as planners

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


@pytest.mark.rule("A7.9")
def test_the_history_names_the_numbers_of_a_person_as_people_do(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    mia, values = allocated.mia, {"by": cast.sue}
    for number in ("9434765919", "4010232137"):
        mia.refresh_from_db()
        people.save_numbers(
            allocated.family,
            mia,
            fingerprint=fingerprint_of_numbers(mia),
            nhs_number=number,
            upn_unknown="UN1",
            **values,
        )
    told = signed_in(cast.mary).get(reverse("history", args=[allocated.family.pk])).content.decode()
    assert "NHS number: 9434765919" in told
    assert "Changed the NHS number from 9434765919 to 4010232137" in told
    assert "Reason why there is no unique pupil number: Not of school age" in told
    assert "Upn" not in told


@pytest.mark.rule("A9.16")
def test_the_history_says_in_words_why_a_worker_s_part_ended(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    part = allocated.family.allocation_set.get(worker=cast.dora)
    with acting(cast.mary):
        change(part, until_date=NOW.date(), ended_because="LEFTRL")
    told = signed_in(cast.mary).get(reverse("history", args=[allocated.family.pk])).content.decode()
    assert "The worker left the role" in told
    assert "LEFTRL" not in told


@pytest.mark.rule("A9.8")
def test_the_history_names_whose_views_and_comments_they_are(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    [one] = facts.begin_assessments(
        allocated.family, [allocated.mia], kind="single", started_on=NOW.date(), by=cast.sue, at=NOW
    )
    with acting(cast.sue):
        change(one, childs_views="Mia wants to stay.", carers_views="Ann agrees.")
    told = signed_in(cast.mary).get(reverse("history", args=[allocated.family.pk])).content.decode()
    assert "Child’s views:" in told
    assert "Carers’ views:" in told


@pytest.mark.rule("A5.18")
def test_the_history_tells_a_tie_of_the_ecomap_in_words(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    tie = {"person": allocated.mia, "with_whom": "Hill School", "kind": "school", "flow": "to", "from_date": NOW.date()}
    made = ecomap.add(allocated.family, **tie, strength="strong", about="She eats there.", by=cast.sue, at=NOW)
    ecomap.change(made, **tie, strength="broken", about="", version=1, by=cast.dora, at=NOW)
    told = signed_in(cast.mary).get(reverse("history", args=[allocated.family.pk])).content.decode()
    for words in (
        "the tie of Mia Ash with Hill School",
        "School or nursery",
        "She eats there.",
        "from Strong to Broken off",
    ):
        assert words in told, words


@pytest.mark.rule("A5.17")
def test_the_history_tells_a_planner_by_names_and_its_modules_by_their_titles(cast, month, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    visit = {"planned_for": NOW, "kind": "home_visit", "worker": cast.sue, "purpose": "To meet.", "where": ""}
    planners.agree(
        month.family.familyprogramme_set.get(), agreed_on=NOW.date(), agreed_with=[month.ann.pk],
        why_involved="Police.", visits={0: visit | {"module": "m1"}}, agreed={}, version=0, by=cast.sue, at=NOW,
    )  # fmt: skip
    told = signed_in(cast.mary).get(reverse("history", args=[month.family.pk])).content.decode()
    for words in ("Agreed with: Ann Ash", "Police.", "1: Why are we involved?"):
        assert words in told, words
