"""What changed of late in the text of a module."""

from datetime import timedelta

import pytest

from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.workbook.programmes.conftest import write
from workbook.episodes.states import EpisodeState
from workbook.programmes import services
from workbook.programmes.modules import queries
from workbook.programmes.modules.texts import presenters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.rule("A5.11", "A5.12")
def test_changes_are_shown_from_the_start_of_the_episode_that_runs(month, cast, first, module, time_machine):
    record = write(first, module(3), "They do not see it.", by=cast.sue)
    time_machine.move_to(NOW + 10 * DAY)
    with acting(cast.mary):
        change(month.episode, begun_at=NOW + 10 * DAY)
    since = presenters.changes_since(first)
    assert since.what.startswith("Workbook episode 1 began on")
    assert _texts(first, module(3), since)[0].change == "same"
    time_machine.move_to(NOW + 11 * DAY)
    write(first, module(3), "They see it.", by=cast.sue, version=record.version, at=NOW + 11 * DAY)
    write(first, module(2), "Ann grew up in care.", by=cast.sue, at=NOW + 11 * DAY)
    told = _texts(first, module(3), since)[0]
    assert told.change == "changed"
    assert "<del>" in told.difference
    assert "do not" in told.difference
    assert _texts(first, module(2), since)[0].change == "new"


def _texts(programme, module, since):
    record = queries.record_for(programme, module)
    return presenters.texts_by_section(record, module, programme.family.people_ever(), since)[0].texts


@pytest.mark.rule("A5.3")
def test_changes_are_not_shown_before_the_first_assessment_without_a_workbook(allocated, cast, module):
    programme = services.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    write(programme, module(1), by=cast.sue)
    assert presenters.changes_since(programme) is None
    record = queries.record_for(programme, module(1))
    assert presenters.texts_by_section(record, module(1), [], None)[0].texts[0].change == ""


def test_changes_are_shown_until_the_supervision_of_the_episode_is_held(month, cast, first):
    with acting(cast.mary):
        change(month.episode, state=EpisodeState.CLOSED)
    assert presenters.changes_since(first).at == month.episode.begun_at
