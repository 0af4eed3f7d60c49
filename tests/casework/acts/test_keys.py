"""A blank form's key is new each time; a saved row's is always the same."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from casework.acts.keys import blank_key, key_of
from casework.unsaved import services as unsaved
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")


def asking(user, kept=""):
    return SimpleNamespace(user=user, GET={"kept": kept} if kept else {})


@pytest.fixture
def kept(ash, cast):
    return unsaved.keep(
        cast.sue, form_key=KEY, family_id=ash.family.pk, title="x", url="/x/", fields={"text": "typed"}, at=NOW
    )


def test_blank_key_is_never_shared_by_two_tabs(cast):
    assert blank_key(asking(cast.sue)) != blank_key(asking(cast.sue))


def test_blank_key_leads_the_writer_back_to_their_text_and_nobody_else(kept, cast):
    assert blank_key(asking(cast.sue, str(KEY))) == KEY
    assert blank_key(asking(cast.dora, str(KEY))) != KEY
    assert blank_key(asking(cast.sue, "rubbish")) != KEY


def test_key_of_a_row_is_always_the_same_and_differs_by_form_and_row(ash, cast):
    assert key_of("write", ash.mia) == key_of("write", ash.mia)
    assert len({key_of("write", ash.mia), key_of("write", ash.ben), key_of("add", ash.mia)}) == 3
