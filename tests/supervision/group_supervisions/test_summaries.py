"""The card of each worker's summary on the page of a supervision, in its record and in its pack."""

import pytest
from django.template.loader import render_to_string

from chronology.packs.presenters import contents_of
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from tests.factories import NOW
from workbook.summaries.presenters import episode_cards

pytestmark = pytest.mark.django_db
TYPED = "She was ill in the first week."


@pytest.fixture
def prepared(cast, month, finalise):
    finalise(cast.sue)
    finalise(cast.dora, no_direct_work_because=TYPED)
    without = {month.episode.summaries.get(worker=cast.rick).pk: "On sick leave."}
    month.supervision = episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    return month


@pytest.mark.rule("C29")
def test_card_of_a_rated_summary_shows_the_rating_though_a_reason_for_no_direct_work_was_typed(cast, prepared):
    episode = prepared.supervision.episode
    summary = episode.summaries.get(worker=cast.dora)
    assert summary.no_direct_work_because == TYPED
    cards = supervision_summaries(prepared.supervision, prepared.family.people_ever())
    card = next(card for card in cards if card.worker == "Dora Dale")
    assert (card.rag, card.no_direct_work) == ("amber", "")
    for other in episode_cards(episode, prepared.family.people_ever()):
        assert TYPED not in str(other)
    pack = render_to_string("chronology/packs/pack.html", contents_of(prepared.supervision.packs.first(), as_at=NOW))
    assert "No direct work" not in pack
