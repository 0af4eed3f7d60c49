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
    "complaint": ["complaint"],
    "professional_concern": ["concern", "concern_read", "concern_met", "concern_outcome"],
}
OVERSIGHT = ["purpose", "worried_about", "working_well", "needs_to_change", "decisions", "oversight_actions"]


@pytest.mark.rule("A7.21", "A7.22", "A7.23", "A7.24", "A7.26", "A10.1", "A10.15")
@pytest.mark.parametrize(("kind", "required"), REQUIRED.items(), ids=list(REQUIRED))
def test_note_is_completed_only_with_text_under_each_required_heading(cast, allocated, kind, required):
    sections = practice.current().note_kinds[kind].sections
    assert [section.key for section in sections if section.required] == required
    for number, missing in enumerate(required):
        note = record(
            allocated, cast.sue, kind, ended=NOW - timedelta(days=number + 1),
            sections=[section.key for section in sections if section.key != missing],
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


@pytest.mark.rule("A6.15", "A4.6")
def test_management_oversight_is_completed_with_all_its_headings_and_the_scale(cast, allocated):
    kind = practice.current().note_kinds["management_oversight"]
    assert [section.key for section in kind.sections if section.required] == OVERSIGHT
    note = record(allocated, cast.mary, "management_oversight", sections=OVERSIGHT)
    with pytest.raises(Refusal, match="Say on the scale, 0 to 10") as refused:
        notes.complete(note, by=cast.mary, at=NOW)
    assert refused.value.field == "scale"
    notes.write(note, written=[], scale=0, by=cast.mary, at=NOW)
    assert notes.complete(note, by=cast.mary, at=NOW).scale == 0


@pytest.mark.rule("A6.12")
def test_decision_outside_supervision_is_a_kind_of_its_own_for_managers(cast, allocated):
    with pytest.raises(Refusal, match="Only a manager records a management decision"):
        record(allocated, cast.sue, "management_decision", sections=["decisions"])
    note = record(allocated, cast.mary, "management_decision", sections=["asked"])
    with pytest.raises(Refusal, match="write under: ‘Decision and reasons’"):
        notes.complete(note, by=cast.mary, at=NOW)


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("telephone_call", {"announced": "announced"}, "announced"),
        ("telephone_call", {"leaflets": ["complaints"]}, "leaflets"),
        ("home_visit", {"leaflets": ["complaints", "unheard_of"]}, "leaflets"),
        ("home_visit", {"scale": 5}, "scale"),
        ("management_oversight", {"scale": 11}, "scale"),
        ("management_oversight", {"scale": -1}, "scale"),
    ],
)
@pytest.mark.rule("A4.6", "A10.11")
def test_note_says_only_what_its_kind_asks(cast, allocated, kind, said, field):
    section = practice.current().note_kinds[kind].sections[0].key
    written = [NewText(section, "So it was.")]
    with pytest.raises(Refusal) as refused:
        notes.record(allocated.family, kind=kind, took_place_at=NOW, written=written, by=cast.mary, at=NOW, **said)
    assert refused.value.field == field
    note = notes.record(allocated.family, kind=kind, took_place_at=NOW, written=written, by=cast.mary, at=NOW)
    with pytest.raises(Refusal) as refused:
        notes.write(note, written=written, by=cast.mary, at=NOW, **said)
    assert refused.value.field == field


@pytest.mark.rule("A5.13")
def test_oversight_of_an_assessment_is_recorded_by_the_product_and_chosen_by_nobody(cast, allocated, signed_in):
    manager = signed_in(cast.mary)
    assert manager.get(f"/families/{allocated.family.pk}/record/assessment_oversight/").status_code == 404
    assert "of an assessment" not in manager.get(f"/families/{allocated.family.pk}/notes/plan/").text
