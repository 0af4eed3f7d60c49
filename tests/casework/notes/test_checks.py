"""Kinds of notes that demand more: headings that must have text, and one record a day (A7.21 to A7.24)."""

from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.answers import services as answers
from casework.notes import services as notes
from casework.passages.models import NewText
from casework.refusal import Refusal
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MEETING = "strategy_meeting"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def record(allocated, by, kind=MEETING, *, ended=NOW - HOUR, sections=("attendance",)):
    written = [NewText(section, "So it was.") for section in sections]
    return notes.record(allocated.family, kind=kind, took_place_at=ended, written=written, by=by, at=NOW)


REQUIRED = {
    "agency_referral": ["agency", "agency_purpose"],
    "temporary_accommodation": ["accommodation", "suitability", "suitability_result"],
    MEETING: ["attendance", "strategy_discussion", "strategy_decisions", "true_record"],
    "hospital": ["hospital_circumstances", "hospital_assessment"],
}


@pytest.mark.rule("A7.21", "A7.22", "A7.23", "A7.24", "A7.26")
@pytest.mark.parametrize(("kind", "required"), REQUIRED.items(), ids=list(REQUIRED))
def test_note_is_completed_only_with_text_under_each_required_heading(cast, allocated, kind, required):
    sections = practice.current().note_kinds[kind].sections
    assert [section.key for section in sections if section.required] == required
    for number, missing in enumerate(required):
        note = record(
            allocated, cast.sue, kind, ended=NOW - timedelta(days=number + 1),
            sections=[key for key in required if key != missing],
        )  # fmt: skip
        heading = next(section.heading for section in sections if section.key == missing)
        with pytest.raises(Refusal) as refused:
            notes.complete(note, by=cast.sue, at=NOW)
        assert refused.value.sentence == f"Before you complete the note, write under: ‘{heading}’."
        notes.write(note, written=[NewText(missing, "And so.")], by=cast.sue, at=NOW)
        notes.complete(note, by=cast.sue, at=NOW)


@pytest.mark.rule("A7.21")
def test_referral_to_another_agency_is_completed_and_its_outcome_added_later(cast, allocated):
    note = record(allocated, cast.sue, "agency_referral", sections=["agency", "agency_purpose"])
    notes.complete(note, by=cast.sue, at=NOW)
    added = answers.record(note, kind="addition", text="They begin on Monday.", by=cast.sue, at=NOW)
    assert added.text == "They begin on Monday."


@pytest.mark.rule("A7.23")
def test_strategy_meeting_of_a_day_is_recorded_once_and_the_refusal_names_who_recorded_it(cast, allocated):
    record(allocated, cast.sue)
    with pytest.raises(Refusal, match="Sue Sands has made it already: Tue 3 Nov 2026, 09:00") as refused:
        record(allocated, cast.dora, ended=NOW - 5 * HOUR)
    assert refused.value.field == "took_place_at"
    assert allocated.family.casenote_set.filter(kind=MEETING).count() == 1


@pytest.mark.rule("A7.23")
def test_strategy_meeting_of_another_day_or_family_or_after_a_withdrawal_is_recorded(cast, allocated):
    first = record(allocated, cast.sue, ended=NOW.replace(hour=0, minute=5))
    record(allocated, cast.sue, ended=NOW.replace(hour=0, minute=0) - timedelta(minutes=1))
    notes.withdraw(first, because="Another family.", by=cast.sue, at=NOW)
    record(allocated, cast.dora)


@pytest.mark.rule("A7.23")
def test_strategy_meeting_has_no_second_record_by_planning_nor_by_correcting_its_time(cast, allocated):
    record(allocated, cast.sue)
    planned = notes.plan(allocated.family, kind=MEETING, planned_for=NOW - HOUR, by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Sue Sands"):
        notes.took_place(planned, took_place_at=NOW - HOUR, by=cast.dora, at=NOW)
    other = record(allocated, cast.dora, ended=NOW - timedelta(days=1))
    with pytest.raises(Refusal, match="Sue Sands"):
        notes.write(other, written=(), took_place_at=NOW - 2 * HOUR, by=cast.dora, at=NOW)
    notes.write(other, written=(), took_place_at=NOW - timedelta(days=1, hours=1), by=cast.dora, at=NOW)


def test_notes_of_other_kinds_are_recorded_several_times_a_day(cast, allocated):
    for _ in range(2):
        record(allocated, cast.sue, "meeting")


@pytest.mark.rule("A10.14")
def test_home_visit_asks_for_the_interpreter():
    headings = {section.heading for section in practice.current().note_kinds["home_visit"].sections}
    assert "Interpreter" in headings
