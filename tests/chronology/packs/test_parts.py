"""A colleague's part in the pack: under its author's name in the whole, and never a rating of its own."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from casework.passages.models import NewText
from chronology.packs.presenters import contents_of
from chronology.packs.ratings.presenters import ratings_of
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A3.16", "A3.18")]
RATED = {"rag": "amber", "rationale": "New."}
RICKS = [NewText("outcome", "Ann drinks less."), NewText("analysis", "She hides it.")]


@pytest.fixture
def shared(cast, month, summary_of):
    """The episode of the month closed for supervision, Rick's a finalised part of Dora's."""
    delegation.delegate(
        summary_of(cast.dora), cast.rick, what_is_needed="Drink.", due_at=NOW + timedelta(days=4), by=cast.dora, at=NOW
    )
    for worker, written in ((cast.rick, RICKS), (cast.dora, OUTCOME), (cast.sue, OUTCOME)):
        summaries.write(summary_of(worker), written=written, by=worker, at=NOW, **RATED)
        summaries.finalise(summary_of(worker), by=worker, at=NOW)
    return episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)


def pack_of(supervision, at=NOW):
    return contents_of(supervision.packs.first(), as_at=at)


def test_part_is_read_in_the_whole_under_its_authors_name(shared):
    page = render_to_string("chronology/packs/pack.html", pack_of(shared))
    assert page.index("<h3>Dora Dale") < page.index("<h4>Rick Reed, recovery worker: part of this summary")
    assert page.index("<h4>Rick Reed") < page.index("Ann drinks less.")
    assert "<h3>Rick Reed" not in page


def test_rating_is_of_wholes_only(shared):
    assert [row.who for row in ratings_of(shared.episode).rows] == [
        "Sue Sands, social worker", "Dora Dale, domestic abuse worker (victims)", "Overall",
    ]  # fmt: skip


@pytest.mark.rule("A3.14")
def test_notes_of_the_delegate_since_are_listed_with_the_whole(cast, shared):
    later = NOW + timedelta(hours=1)
    notes.record(shared.family, kind="email", took_place_at=later, by=cast.rick, at=later)
    dora = next(card for card in pack_of(shared, at=later)["cards"] if card.worker == "Dora Dale")
    assert [line.when for line in dora.since] == [later]
