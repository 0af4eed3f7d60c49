"""A child's direct work that is kept apart is never read in the other parent's programme.

That no page tells it is asked of every address in tests/shape/test_walk.py.
"""

import json

import pytest
from django.urls import reverse

from casework.passages.models import NewText
from tests.factories import NOW
from tests.kept_apart import BEFORE, DAY, SECRET, TYPED, WORDS
from workbook.programmes.assessments import contents
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.texts import presenters

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6")]


@pytest.fixture
def story(kept_apart, time_machine):
    time_machine.move_to(NOW + DAY, tick=False)
    return kept_apart


def text_of(answer):
    return b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode()


def test_text_kept_apart_is_frozen_in_no_assessment_of_the_other_programme(story):
    own, other = (json.dumps(contents.programme_text(programme)) for programme in (story.programme, story.second))
    assert SECRET in own
    assert not [words for words in WORDS if words in other]


def test_text_kept_apart_changes_nothing_that_the_other_programme_reads(story):
    other = story.second
    assert queries.record_for(other, story.module, story.mia) is None
    assert all(record.child_id != story.mia.pk for record in queries.records_ever(other))
    since = presenters.changes_since(other)
    assert since.at == NOW
    was = presenters.texts_before(list(queries.records_of(other)), since)
    assert BEFORE not in was.values()


def test_text_that_the_other_programme_then_writes_of_the_child_has_no_past(story, cast, signed_in):
    programmes.write(
        story.second, story.module, written=[NewText("m4_profile", "With her father.")], version=0, by=cast.sue,
        at=NOW + DAY, child=story.mia,
    )  # fmt: skip
    shown = text_of(
        signed_in(cast.sue).get(reverse("module", args=[story.family.pk, story.second.pk, "m4", story.mia.pk]))
    )
    assert "With her father." in shown
    assert "<del>" not in shown
    assert not [words for words in WORDS if words in shown]


def test_text_not_saved_is_restored_where_it_is_kept_and_not_in_the_other(story, cast, signed_in):
    sue = signed_in(cast.sue)
    [typed] = cast.sue.unsaved_texts.all()
    own, other = (
        reverse("module-write", args=[story.family.pk, programme.pk, "m4", story.mia.pk])
        for programme in (story.programme, story.second)
    )
    assert typed.url == own, "where it is read since, and no more where it was typed"
    assert [text.pk for text in sue.get(own).context["kept_here"]] == [typed.pk]
    assert TYPED in text_of(sue.get(f"{own}?kept={typed.form_key}"))
    for address in (other, f"{other}?kept={typed.form_key}"):
        shown = sue.get(address)
        assert TYPED not in text_of(shown)
        assert not shown.context["kept_here"]


def test_passage_drawn_into_it_is_not_offered_to_the_other(story, cast, signed_in):
    drawn = story.drawn.passage.text
    assert drawn
    offered = text_of(signed_in(cast.sue).get(reverse("module-draw", args=[story.family.pk, story.second.pk, "m5"])))
    assert f'value="{story.drawn.passage_id}"' not in offered
    kept = text_of(signed_in(cast.sue).get(reverse("module-draw", args=[story.family.pk, story.programme.pk, "m5"])))
    assert f'value="{story.drawn.passage_id}"' in kept


def test_text_kept_apart_is_not_found_by_searching(story, cast, signed_in):
    for who in ("sue", "mary"):
        for words in WORDS:
            assert not signed_in(getattr(cast, who)).get(reverse("families"), {"q": words}).context["rows"]
