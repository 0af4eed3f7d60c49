"""Codes of plans, assessments, court and care are told in words."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from casework import practice
from casework.ecomap import services as ecomap
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.queries import fingerprint_of_numbers
from casework.plans import services as facts
from casework.practice import note_kind
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as warnings
from tests.factories import NOW
from workbook.notes import services as notes
from workbook.planners import services as planners
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.models import FamilyProgramme
from workbook.workbooks.vulnerabilities import services as vulnerabilities

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]


def test_history_gives_a_childs_facts_in_words(cast, allocated, signed_in, time_machine):
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
def test_history_names_the_numbers_of_a_person_as_people_do(cast, allocated, signed_in, time_machine):
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
def test_history_says_in_words_why_a_workers_part_ended(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    part = allocated.family.allocation_set.get(worker=cast.dora)
    with acting(cast.mary):
        change(part, until_date=NOW.date(), ended_because="LEFTRL")
    told = signed_in(cast.mary).get(reverse("history", args=[allocated.family.pk])).content.decode()
    assert "The worker left the role" in told
    assert "LEFTRL" not in told


@pytest.mark.rule("A9.8")
def test_history_names_whose_views_and_comments_they_are(cast, allocated, signed_in, time_machine):
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
def test_history_gives_a_tie_of_the_ecomap_in_words(cast, allocated, signed_in, time_machine):
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
def test_history_gives_a_planner_by_names_and_its_modules_by_titles(cast, month, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    visit = {"planned_for": NOW, "kind": "home_visit", "worker": cast.sue, "purpose": "To meet.", "where": ""}
    planners.agree(
        month.family.familyprogramme_set.get(), agreed_on=NOW.date(), agreed_with=[month.ann.pk],
        why_involved="Police.", visits={0: visit | {"module": "m1"}}, agreed={}, version=0, by=cast.sue, at=NOW,
    )  # fmt: skip
    told = signed_in(cast.mary).get(reverse("history", args=[month.family.pk])).content.decode()
    for words in ("Agreed with: Ann Ash", "Police.", "1: Why are we involved?"):
        assert words in told, words


def history_of(family, user, signed_in):
    page = signed_in(user).get(reverse("history", args=[family.pk])).content.decode()
    return " ".join(page.split())


@pytest.mark.rule("C8")
def test_history_calls_a_section_as_its_kind_of_note_does(cast, month, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    written = [NewText("analysis", "Mia slept.")]
    note = notes.record(month.family, kind="session", took_place_at=NOW, written=written, by=cast.sue, at=NOW)
    call = [NewText("detail", "Ann rang.")]
    notes.record(month.family, kind="telephone_call", took_place_at=NOW, written=call, by=cast.sue, at=NOW)
    history = history_of(month.family, cast.mary, signed_in)
    assert f"Added ‘What it means for the children’ in the {note_kind('session').label.lower()} of" in history
    detail = next(section for section in note_kind("telephone_call").sections if section.key == "detail")
    assert f"Added ‘{detail.heading}’ in the telephone call of" in history
    assert note.passages.get().get_section_display() == "What it means for the children"


@pytest.mark.rule("A2.7", "A1.10")
def test_history_gives_occasion_and_vulnerability_by_their_labels(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    key, words = next(iter(practice.current().vulnerabilities.items()))
    vulnerabilities.record_vulnerability(
        allocated.referral, vulnerability=key, what="Seen today.", noticed_on=NOW.date(), by=cast.sue, at=NOW
    )
    occasion, called = next(iter(practice.current().assessment_occasions.items()))
    with acting(cast.sue):
        programme = FamilyProgramme.objects.create(family=allocated.family, number=1, opened_at=NOW, opened_by=cast.sue)
        ProgrammeAssessment.objects.create(
            family=allocated.family, programme=programme, number=1, occasion=occasion, state="submitted",
            submitted_by=cast.sue, submitted_at=NOW,
        )  # fmt: skip
    history = history_of(allocated.family, cast.mary, signed_in)
    assert f"Vulnerability: {words}" in html.unescape(history)
    assert f"Occasion: {called}" in html.unescape(history)


def test_history_leaves_words_that_look_like_a_code_as_typed(cast, allocated, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    warnings.add(
        allocated.family, kind="dog", detail="A dog.", source="6", from_date=NOW.date(),
        review_on=NOW.date() + timedelta(days=9), by=cast.sue, at=NOW,
    )  # fmt: skip
    assert re.search(r"Source: 6[;<]", history_of(allocated.family, cast.mary, signed_in))
