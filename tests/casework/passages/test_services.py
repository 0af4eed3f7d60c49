"""Writing passages: only what changed, only about people of the family."""

import pytest

from casework.notes import services as notes
from casework.passages.models import NewText
from casework.refusal import Refusal
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PURPOSE = NewText("purpose", "To see how it goes.")


@pytest.fixture
def note(ash, cast):
    return notes.record(ash.family, kind="home_visit", took_place_at=NOW, written=[PURPOSE], by=cast.sue, at=NOW)


def history(note):
    return note.passages.model.history.filter(owner=note).count()


def test_passage_is_one_row_with_one_history_row(note, cast):
    assert note.passages.get().text == "To see how it goes."
    assert history(note) == 1


def test_passage_changed_has_one_history_row_more_and_unchanged_none(note, cast):
    notes.write(note, written=[PURPOSE], by=cast.sue, at=NOW)
    assert history(note) == 1
    notes.write(note, written=[NewText("purpose", "Another.")], by=cast.sue, at=NOW)
    assert history(note) == 2
    assert note.passages.get().text == "Another."


def test_passages_are_all_written_not_only_the_first_that_changed(note, cast):
    written = [NewText("purpose", "New."), NewText("observation", "Tidy."), NewText("what_next", "Again.")]
    notes.write(note, written=written, by=cast.sue, at=NOW)
    assert set(note.passages.values_list("text", flat=True)) == {"New.", "Tidy.", "Again."}


def test_passage_is_not_begun_empty_but_can_be_emptied(note, cast):
    notes.write(note, written=[NewText("observation", "  ")], by=cast.sue, at=NOW)
    assert note.passages.count() == 1
    notes.write(note, written=[NewText("purpose", "")], by=cast.sue, at=NOW)
    assert note.passages.get().text == ""


@pytest.mark.rule("A3.5")
def test_passage_keeps_about_whom_with_its_text_and_history(note, ash, cast):
    notes.write(note, written=[NewText("purpose", PURPOSE.text, (ash.mia.pk,))], by=cast.sue, at=NOW)
    passage = note.passages.get()
    assert passage.about == [ash.mia.pk]
    assert [row.about for row in passage.history.all()] == [[ash.mia.pk], []]


def test_passage_about_somebody_of_another_family_is_refused_and_nothing_is_changed(note, cast):
    with pytest.raises(Refusal, match="people of this family"):
        notes.write(
            note, written=[NewText("purpose", "x"), NewText("observation", "y", (999_999,))], by=cast.sue, at=NOW
        )
    assert note.passages.get().text == "To see how it goes."
