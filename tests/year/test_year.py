"""A year of one family under each practice file that ships, and how it reads at the end."""

from collections import Counter

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.closures.models import Closure
from casework.duedates.models import DueDate
from casework.families.headlines.services import carry_over_dates
from casework.frozen.models import Frozen
from casework.users.services import robot
from chronology.timeline.presenters import entries
from supervision.headlines.queries import differences
from tests.practising import SHIPPED
from tests.year import story
from workbook.episodes.states import EpisodeState
from workbook.programmes.models import ModuleRecord
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.slow


@pytest.fixture(params=SHIPPED)
def year(request, cast, practise):
    practise(request.param)
    with time_machine.travel(story.OPENED, tick=False) as clock:
        yield story.tell(cast, clock)


@pytest.mark.rule("A1.18", "A1.20", "A2.2", "A2.5", "A2.6", "A2.7", "A3.9", "A3.10", "A3.14", "A3.15", "A3.16")
@pytest.mark.rule("A5.2", "A5.5", "A5.6", "A5.14", "C1", "C3", "C4", "C21", "C23", "C30")
def test_a_year_reads_right_at_its_end(year, signed_in):
    twelve_episodes_were_supervised(year)
    each_worker_wrote_in_each_month(year)
    who_left_is_still_read_in_their_own_words(year)
    the_late_meeting_lost_nothing(year)
    the_two_programmes_are_apart(year, signed_in(year.cast.cora))
    the_modules_went_on_and_the_assessments_did_not(year)
    the_closing_says_why_and_leaves_nothing_running(year)
    the_second_workbook_is_a_new_version(year)
    the_chronology_tells_it(year)
    the_headline_says_what_the_record_says()
    every_page_of_the_year_opens(year, signed_in(year.cast.mary))


def the_headline_says_what_the_record_says():
    today = timezone.localdate()
    carry_over_dates(today, by=robot("changes"))
    assert not list(differences(today))


def twelve_episodes_were_supervised(year):
    episodes = year.first_workbook.episodes.order_by("number").select_related("supervision")
    assert [episode.number for episode in episodes] == list(range(1, 13))
    assert {episode.state for episode in episodes} == {EpisodeState.SUPERVISED}
    assert [episode.supervision.overall_rag for episode in episodes] == story.RATINGS


def each_worker_wrote_in_each_month(year):
    summaries = InterventionSummary.objects.filter(episode__workbook=year.first_workbook)
    finalised = Counter(summaries.filter(state=SummaryState.FINALISED).values_list("worker__name", flat=True))
    assert finalised == {
        "Sue Sands": 9, "Cora Cole": 4, "Dora Dale": 7, "Rick Reed": 1, "Rhea Rill": 11, "Dan Drew": 7
    }  # fmt: skip
    assert not summaries.filter(state=SummaryState.OPEN).exists()


def who_left_is_still_read_in_their_own_words(year):
    handed = InterventionSummary.objects.get(pk=year.handed_over.pk)
    assert handed.state == SummaryState.HANDED_OVER
    assert (handed.worker, handed.part_of.worker) == (year.cast.rick, year.rhea)
    assert handed.passages.get(section="outcome").text == "Rick's last words."
    left = InterventionSummary.objects.get(worker=year.cast.dora, state=SummaryState.LEFT_OUT)
    assert (left.episode.number, left.left_out_because) == (8, "The abuse work is finished.")
    whole = InterventionSummary.objects.get(pk=year.whole.pk)
    assert [part.worker for part in whole.parts.all()] == [year.dan]
    assert whole.episode.number == 6


def the_late_meeting_lost_nothing(year):
    fifth = year.first_workbook.episodes.get(number=5)
    assert [move.because for move in fifth.moves.all()] == ["Half the team is ill."]
    line = year.after_finalising.summary_lines.get()
    assert (line.summary.worker, line.summary.episode.number) == (year.cast.dora, 6)


def the_two_programmes_are_apart(year, cora):
    for programme, said in ((year.first_programme, True), (year.fathers, False)):
        page = cora.get(reverse("programme-print", args=[year.family.pk, programme.pk])).content.decode()
        assert (story.SECRET in page) is said
        assert f"Direct work with {year.ivy}." in page or not said
    kept = ModuleRecord.objects.get(programme=year.first_programme, child=year.tom)
    assert kept.kept_apart_because


def the_modules_went_on_and_the_assessments_did_not(year):
    rounds = Counter(year.first_programme.records.values_list("module", "round"))
    assert {key: number for key, number in rounds.items() if key[1]} == {
        ("m7", 1): 1, ("m8", 1): 1, ("m7", 2): 1, ("m8", 2): 1
    }  # fmt: skip
    assert all(rounds[f"m{number}", 0] == 1 for number in (1, 2, 3, 5, 6))
    assert rounds["m4", 0] == 3
    completed = Frozen.objects.filter(family=year.family, kind="assessment").order_by("at")
    assert ["review conference" in str(completed[0].contents), len(completed)] == [True, 2]
    first, last = (str(each.contents) for each in completed)
    assert "The first analysis." in first
    assert "The last analysis." in last
    assert "The last analysis." not in first


def the_closing_says_why_and_leaves_nothing_running(year):
    year.first_workbook.refresh_from_db()
    assert (year.first_workbook.closed_reason, year.first_workbook.closed_at) == ("work_completed", year.closed_at)
    assert Closure.objects.filter(family=year.family).count() == 3
    assert not DueDate.objects.running().filter(family=year.family, started_at__lt=year.closed_at).exists()


def the_second_workbook_is_a_new_version(year):
    assert (year.first_workbook.version, year.workbook.version) == (1, 2)
    assert year.workbook.referral == year.second_referral
    assert year.programme not in (year.first_programme, year.fathers)
    assert not year.programme.records.exists()


def the_chronology_tells_it(year):
    lines = entries(year.family, newest_first=False)
    told = Counter(line.kind for line in lines)
    assert (told["workbook"], told["supervision"]) == (3, 12)
    assert [line.headline for line in lines if line.source == "birth"]
    assert [line.date for line in lines] == sorted(line.date for line in lines)


def every_page_of_the_year_opens(year, mary):
    family = [year.family.pk]
    for name in ("family", "workbook", "programmes", "journey", "chronology", "people", "family-supervisions", "notes"):
        assert mary.get(reverse(name, args=family), follow=True).status_code == 200
    for episode in year.first_workbook.episodes.all():
        page = mary.get(reverse("episode", args=[*family, episode.pk]))
        assert page.status_code == 200
        assert f"Month {episode.number}: what" in page.content.decode()
