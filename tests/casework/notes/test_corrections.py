"""A fact of a completed note is corrected with both wordings; significance is given and taken back with its reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.answers.models import Answer
from casework.marks.presenters import marks_of
from casework.notes import services as notes
from casework.notes.corrections import services as corrections
from casework.notes.models import CaseNote
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from tests.factories import NOW
from tests.former import leave
from tests.told import texts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def finished(ash, cast):
    visit = notes.record(
        ash.family, kind="home_visit", took_place_at=NOW - HOUR, written=[NewText("purpose", "To see.")],
        seen=[(ash.mia, True, True, False)], by=cast.sue, at=NOW,
    )  # fmt: skip
    return notes.complete(visit, by=cast.sue, at=NOW)


@pytest.fixture
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def correct(note, by, **values):
    given = {"took_place_at": NOW - 3 * HOUR, "because": "My diary says so."}
    return corrections.correct_facts(note, **(given | values), by=by, at=NOW)


def again(note):
    return CaseNote.objects.get(pk=note.pk)


@pytest.mark.rule("A10.2")
def test_author_corrects_when_it_was_and_who_was_seen_and_both_wordings_stand(finished, cast, ash):
    answer = correct(finished, cast.sue, seen=[(ash.mia, True, False, False)])
    assert answer.was == "Ended Tue 3 Nov 2026, 09:00. Mia Ash: seen alone."
    assert answer.now == "Ended Tue 3 Nov 2026, 07:00. Mia Ash: seen."
    assert again(finished).took_place_at == NOW - 3 * HOUR
    assert not finished.seen.get().alone
    assert [mark.words for mark in marks_of(finished)] == [
        "Corrected by Sue Sands, Tue 3 Nov 2026; answered Tue 3 Nov 2026"
    ]
    assert any("corrected a fact of a completed note" in text for text in texts(cast.mary))


@pytest.mark.rule("A10.2")
def test_another_corrects_only_with_the_authors_consent_which_is_recorded(finished, cast, today):
    with pytest.raises(Refusal, match="Sue Sands, who recorded this note, agreed") as refused:
        correct(finished, cast.dora, consent=" ")
    assert refused.value.field == "consent"
    assert correct(finished, cast.dora, consent="By telephone today.").consent == "By telephone today."
    assert any("corrected a fact" in text for text in texts(cast.sue))


@pytest.mark.rule("A10.2")
def test_manager_of_now_corrects_once_the_author_has_left_and_nobody_else(finished, cast, today):
    leave(cast.sue, by=cast.mary)
    for by in (cast.dora, cast.sue):
        with pytest.raises(Refusal):
            correct(finished, by, consent="She agreed.")
    assert correct(finished, cast.mary).consent == ""
    leave(cast.mary, by=cast.serena)
    with pytest.raises(Refusal, match="You may not record"):
        correct(finished, cast.mary, took_place_at=NOW - 5 * HOUR)
    assert correct(finished, cast.dev, took_place_at=NOW - 5 * HOUR).by == cast.dev


def test_correction_says_what_is_wrong_and_leaves_the_note_as_it_is(finished, cast):
    for values, sentence in (
        ({"because": " "}, "how you know"),
        ({"took_place_at": NOW + HOUR}, "lies in the future"),
        ({"took_place_at": NOW - HOUR}, "Nothing is corrected yet"),
    ):
        with pytest.raises(Refusal, match=sentence):
            correct(finished, cast.sue, **values)
    with pytest.raises(Conflict):
        correct(finished, cast.sue, version=finished.version - 1)
    assert again(finished).took_place_at == NOW - HOUR
    assert not Answer.objects.exists()


def test_note_that_is_not_completed_is_not_corrected(ash, cast):
    visit = notes.record(ash.family, kind="home_visit", took_place_at=NOW - HOUR, by=cast.sue, at=NOW)
    with pytest.raises(Conflict, match="not completed"):
        correct(visit, cast.sue)


@pytest.mark.rule("A8.1")
def test_significance_is_taken_back_with_its_reason_and_given_again(finished, cast, signed_in, today):
    notes.mark_significant(finished, headline="Ann moved out", why="Safe.", by=cast.sue, at=NOW)
    sue, chronology = signed_in(cast.sue), reverse("chronology", args=[finished.family_id])
    assert "Ann moved out" in sue.get(chronology).content.decode()
    with pytest.raises(Refusal, match="Say why"):
        corrections.take_back_significance(finished, because=" ", by=cast.sue, at=NOW)
    corrections.take_back_significance(finished, because="She came back.", by=cast.sue, at=NOW)
    with pytest.raises(Conflict):
        corrections.take_back_significance(finished, because="Again.", by=cast.sue, at=NOW)
    assert "Ann moved out" not in sue.get(chronology).content.decode()
    page = sue.get(reverse("note", args=[finished.family_id, finished.pk])).content.decode()
    assert "Was significant: Ann moved out" in page
    assert "She came back." in page
    notes.mark_significant(finished, headline="Ann moved out for good", why="Safe.", by=cast.sue, at=NOW)
    assert "Ann moved out for good" in sue.get(chronology).content.decode()


def test_significance_is_the_managers_once_the_author_has_left(finished, cast, today):
    for by in (cast.mary, cast.dora):
        with pytest.raises(Refusal, match="Only Sue Sands"):
            notes.mark_significant(finished, headline="x", why="y", by=by, at=NOW)
    leave(cast.sue, by=cast.mary)
    with pytest.raises(Refusal, match="Only Sue Sands"):
        notes.mark_significant(finished, headline="x", why="y", by=cast.dora, at=NOW)
    notes.mark_significant(finished, headline="x", why="y", by=cast.mary, at=NOW)
    assert corrections.take_back_significance(finished, because="z", by=cast.dev, at=NOW).taken_back_by == cast.dev
    again = notes.mark_significant(finished, headline="x", why="y", by=cast.dev, at=NOW)
    assert (again.by, again.taken_back_because) == (cast.dev, ""), "given anew it is whose who gives it now"


def test_correction_page_is_shown_to_whoever_may(finished, cast, signed_in, today):
    address = reverse("note-correct", args=[finished.family_id, finished.pk])
    assert "How and when did the author agree" not in signed_in(cast.sue).get(address).content.decode()
    assert "How and when did the author agree" in signed_in(cast.dora).get(address).content.decode()
    leave(cast.sue, by=cast.mary)
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.mary).get(address).status_code == 200
