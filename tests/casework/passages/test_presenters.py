"""Passages as pages show them."""

import pytest

from casework.notes.models import CaseNote, NotePassage
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.practice.schema import Section

pytestmark = pytest.mark.django_db
SECTIONS = [
    Section(key="purpose", heading="Purpose"),
    Section(key="voice", heading="Child's voice", each_child=True),
]


def passage(pk, section, text, about=()):
    return NotePassage(
        pk=pk, family_id=0, owner=CaseNote(pk=pk, kind="home_visit"), section=section, text=text, about=list(about)
    )


@pytest.mark.rule("A7.6")
def test_passage_texts_are_in_the_order_of_the_headings_and_name_the_child():
    people = [Person(pk=1, name="Mia")]
    found = passage_texts([passage(1, "voice", "Hello.", [1]), passage(2, "purpose", "To see.")], SECTIONS, people)
    assert found == [PassageText("Purpose", "To see.", [], []), PassageText("Child's voice: Mia", "Hello.", [], [])]


def test_passage_texts_leave_out_empty_ones_and_put_unknown_headings_last():
    found = passage_texts(
        [passage(1, "old", "Kept."), passage(2, "purpose", "A"), passage(3, "voice", "")], SECTIONS, []
    )
    assert [(one.heading, one.text) for one in found] == [("Purpose", "A"), ("old", "Kept.")]
