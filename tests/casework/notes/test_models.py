import pytest

from casework.matching.services import merge
from casework.passages.models import NewText
from tests.factories import NOW, add_child
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db


def test_note_about_one_entry_of_a_child_concerns_the_child(cast, allocated, time_machine):
    time_machine.move_to(NOW, tick=False)
    twice = add_child(allocated.family, cast.mary, name="Mia Ashe")
    text = [NewText("purpose", "To see her.", (twice.pk,))]
    note = notes.record(
        allocated.family, kind="home_visit", took_place_at=NOW, seen=[(twice, True, False, False)], written=text,
        by=cast.sue, at=NOW,
    )  # fmt: skip
    about = allocated.family.casenote_set.concerning
    assert note not in about(allocated.mia)
    merge(twice, allocated.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert note in about(allocated.mia)
