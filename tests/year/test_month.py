"""The same month under each practice file that ships: the same people do the same, and each practice has it its way."""

import pytest
import time_machine

from casework.duedates.models import DueDate
from casework.refusal import Refusal
from casework.relationships import services as relationships
from chronology.timeline.presenters import entries
from tests.practising import SHIPPED
from tests.year import story
from workbook.episodes.states import EpisodeState

pytestmark = pytest.mark.slow

ALWAYS = {
    "group_supervision", "summary_update", "summary_before_supervision", "case_summary", "modules_touched",
    "first_visit", "expected_birth",
}  # fmt: skip
OF_THE_PROGRAMME = {"modules_first", "module_children"}
WAYS = {
    "caredirector": {"opened_by": "Sue Sands", "index": "Ivy Beech", "locked": False, "visits": 0, "clocks": ALWAYS},
    "family_help": {
        "opened_by": "Sue Sands", "index": "Unborn Beech", "locked": False, "visits": 0, "clocks": ALWAYS,
    },
    "luton": {"opened_by": "Mary Moss", "index": "Unborn Beech", "locked": True, "visits": 1, "clocks": ALWAYS},
    "west_sussex": {
        "opened_by": "Sue Sands", "index": "Unborn Beech", "locked": False, "visits": 0,
        "clocks": ALWAYS | OF_THE_PROGRAMME,
    },
}  # fmt: skip


@pytest.fixture(params=SHIPPED)
def way(request, practise):
    practise(request.param)
    return WAYS[request.param]


@pytest.fixture
def year(cast):
    with time_machine.travel(story.OPENED, tick=False) as clock:
        yield story.Year(cast, clock)


@pytest.mark.rule("A1.5", "A1.12", "A1.13", "A1.20", "A1.21", "A5.9", "C1", "C3", "C4", "C10", "C23")
def test_the_same_month_runs_under_each_practice(way, year):
    year.go_to(story.OPENED)
    story.open_the_workbook(year, year.referral)
    assert str(year.workbook.opened_by) == way["opened_by"]
    assert str(year.workbook.index_child) == way["index"]
    assert running(year) == way["clocks"]

    story.month(year, 1, before=lambda year: relationships_are(year, locked=way["locked"]))
    assert [(episode.number, episode.state) for episode in year.workbook.episodes.order_by("number")] == [
        (1, EpisodeState.SUPERVISED), (2, EpisodeState.OPEN),
    ]  # fmt: skip
    assert {summary.worker.name for summary in year.workbook.episodes.get(number=2).summaries.all()} == {
        "Sue Sands", "Dora Dale", "Rick Reed"
    }  # fmt: skip
    assert len([line for line in entries(year.family) if line.kind == "visit"]) == way["visits"]


def running(year):
    return set(DueDate.objects.running().filter(family=year.family).values_list("timescale", flat=True))


def relationships_are(year, *, locked):
    """In the middle of the month, with every summary open."""
    add = {"kind": "partner", "other": year.lee, **year.by(year.cast.sue)}
    if locked:
        with pytest.raises(Refusal, match="Relationships are locked"):
            relationships.relate(year.family, year.kay, **add)
    else:
        relationships.relate(year.family, year.kay, **add)
    assert year.kay.relationships.filter(kind="partner").exists() is not locked


@pytest.mark.rule("C3")
def test_who_is_not_named_in_the_file_does_not_open_the_workbook(way, year):
    year.go_to(story.OPENED)
    with pytest.raises(Refusal):
        story.open_the_workbook(year, year.referral, by=year.cast.dora)
    assert not year.family.workbook_set.exists()
