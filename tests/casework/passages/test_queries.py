"""Whom a passage may be about."""

import pytest

from casework.notes.models import NotePassage
from casework.passages.queries import people_ever, people_to_write_about
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult


@pytest.mark.django_db
def test_people_to_write_about_are_those_of_now_and_whoever_is_named_already(ash, cast):
    former = add_adult(ash.family, cast.mary, name="Gus Gone")
    member = ash.family.familymember_set.get(person=former)
    with acting(cast.mary):
        change(member, until_date=NOW.date())
    assert former in people_ever(ash.family)
    assert former not in people_to_write_about(ash.family)
    assert former in people_to_write_about(ash.family, [NotePassage(about=[former.pk])])
