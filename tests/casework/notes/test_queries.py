"""What of a family's notes is read."""

import pytest

from casework.notes import services as notes
from casework.notes.queries import authors_of
from tests.factories import NOW, SAID
from tests.former import leave


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_authors_are_all_who_recorded_also_who_has_left_but_none_of_a_withdrawn_note_alone(ash, cast):
    for author in (cast.sue, cast.dora, cast.dora, cast.rick):
        notes.record(ash.family, kind="email", written=SAID, took_place_at=NOW, by=author, at=NOW)
    notes.withdraw(ash.family.casenote_set.get(author=cast.rick), because="Wrong family.", by=cast.mary, at=NOW)
    leave(cast.sue, by=cast.mary)
    assert authors_of(ash.family) == [cast.dora, cast.sue]
