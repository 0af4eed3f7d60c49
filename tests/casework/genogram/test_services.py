"""Writing the cultural notes."""

import pytest

from casework.genogram import services
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_child
from tests.former import leave

pytestmark = pytest.mark.django_db


def save(ash, by, text="Irish and English.", version=0, about=()):
    written = [NewText("identity", text, about)]
    return services.save(ash.family, written=written, version=version, by=by, at=NOW)


@pytest.mark.rule("A8.5")
def test_cultural_notes_keep_their_former_text_in_the_history(allocated, cast):
    save(allocated, cast.dora, about=(allocated.mia.pk,))
    note = save(allocated, cast.sue, text="Irish.", version=1)
    assert note.version == 2
    [passage] = note.passages.all()
    assert (passage.text, passage.about) == ("Irish.", [])
    assert list(passage.history.values_list("text", flat=True)) == ["Irish.", "Irish and English."]
    assert [row.history_user for row in passage.history.all()] == [cast.sue, cast.dora]


def test_cultural_notes_saved_unchanged_keep_their_version(allocated, cast):
    save(allocated, cast.sue)
    assert save(allocated, cast.sue, version=1).version == 1
    assert GenogramPassage.history.count() == 1


@pytest.mark.parametrize("version", [0, 2])
def test_cultural_notes_of_another_version_are_a_conflict(allocated, cast, version):
    save(allocated, cast.sue)
    with pytest.raises(Conflict):
        save(allocated, cast.dora, text="Polish.", version=version)
    assert GenogramNote.objects.count() == 1
    assert GenogramPassage.objects.get().text == "Irish and English."


@pytest.mark.parametrize("who", ["bob", "audrey", "stan"])
def test_cultural_notes_are_not_written_by_a_reader(allocated, cast, who):
    with pytest.raises(Refusal):
        save(allocated, getattr(cast, who))
    assert not GenogramNote.objects.exists()


def test_cultural_notes_are_about_people_of_this_family(allocated, cast):
    with pytest.raises(Refusal):
        save(allocated, cast.sue, about=(10_000,))
    later = add_child(allocated.family, cast.mary, name="Kit Ash")
    assert save(allocated, cast.sue, about=(later.pk,)).passages.get().about == [later.pk]


def test_cultural_notes_are_written_by_a_worker_of_now_and_not_by_a_former_one(allocated, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    leave(cast.dora, by=cast.mary)
    with pytest.raises(Refusal, match="You may not record"):
        save(allocated, cast.dora)
    assert save(allocated, cast.rick).version == 1
