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


def test_two_tabs_never_share_a_key(cast):
    assert blank_key(asking(cast.sue)) != blank_key(asking(cast.sue))


def test_the_writer_comes_back_to_their_text_and_nobody_else_does(kept, cast):
    assert blank_key(asking(cast.sue, str(KEY))) == KEY
    assert blank_key(asking(cast.dora, str(KEY))) != KEY
    assert blank_key(asking(cast.sue, "rubbish")) != KEY


def test_the_form_of_a_row_has_one_key_and_another_form_of_it_another(ash, cast):
    assert key_of("write", ash.mia) == key_of("write", ash.mia)
    assert len({key_of("write", ash.mia), key_of("write", ash.ben), key_of("add", ash.mia)}) == 3
