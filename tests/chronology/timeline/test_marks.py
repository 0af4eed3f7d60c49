"""A line of the chronology bears what was said of its record since, on the page, in the pack's lines and in the API."""

import pytest
from django.urls import reverse

from casework.answers import services as answers
from chronology.timeline.marks.presenters import RECORDS
from chronology.timeline.presenters import PAGES, entries
from tests.factories import NOW, add_adult
from workbook.programmes import services as programmes

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.2a")]
MARK = "Disputed by Daniel Oak, Tue 3 Nov 2026; being looked into"
TEXT = "I was never arrested."


@pytest.fixture(autouse=True)
def at_the_time(time_machine):
    time_machine.move_to(NOW, tick=False)


def dispute(row, cast):
    return answers.record(
        row, kind="correction", text=TEXT, named="Daniel Oak", received="letter", by=cast.dora, at=NOW
    )


def marked(family):
    return {entry.source for entry in entries(family) if MARK in [mark.words for mark in entry.marks]}


def test_sources_that_can_be_answered_are_sources_of_the_chronology():
    assert RECORDS.keys() <= PAGES.keys()


@pytest.mark.parametrize(
    ("row", "sources"),
    [
        (lambda story: story.visit, {"note"}),
        (lambda story: story.visit.passages.first(), {"note"}),
        (lambda story: story.supervision, {"supervision", "supervision-rag"}),
        (lambda story: story.supervision.passages.first(), {"supervision", "supervision-rag"}),
    ],
)
def test_line_bears_what_is_said_of_its_record_or_of_a_passage_of_it(story, cast, row, sources):
    dispute(row(story), cast)
    assert marked(story.family) <= sources
    assert marked(story.family)


def test_mark_stands_on_the_page_and_in_the_api_and_the_text_does_not(story, cast, signed_in):
    answer = dispute(story.visit, cast)
    dora = signed_in(cast.dora)
    page = dora.get(reverse("chronology", args=[story.family.pk])).content.decode()
    assert MARK in page
    assert reverse("answer", args=[story.family.pk, answer.pk]) in page
    told = dora.get(f"/api/families/{story.family.pk}/chronology/").json()["results"]
    [line] = [line for line in told if line["source"] == "note"]
    assert MARK in line["marks"]
    assert TEXT not in page + str(told)


def test_summaries_of_the_api_bear_their_marks(story, cast, signed_in, django_assert_max_num_queries):
    passage = story.summary.passages.get(section="analysis")
    dispute(passage, cast)
    dispute(story.summary, cast)
    address = f"/api/families/{story.family.pk}/summaries/"
    told = signed_in(cast.dora).get(address).json()["results"]
    [summary] = [each for each in told if each["id"] == story.summary.pk]
    assert summary["marks"] == [MARK]
    assert [each["marks"] for each in summary["passages"] if each["section"] == "analysis"] == [[MARK]]
    assert TEXT not in str(told)


def test_programme_of_the_api_bears_the_marks_of_what_was_drawn_and_no_name_where_parents_work_apart(
    story, cast, signed_in
):
    dispute(story.drawn.passage, cast)
    address, dora = f"/api/families/{story.family.pk}/programmes/{story.programme.pk}/", signed_in(cast.dora)
    assert MARK in str(dora.get(address).json())
    uncle = add_adult(story.family, cast.sue, name="Uncle Ash")
    programmes.open_programme(story.family, parents=[uncle], apart_because="They are separated.", by=cast.sue, at=NOW)
    told = str(dora.get(address).json())
    assert "Disputed, Tue 3 Nov 2026; being looked into" in told
    assert "Daniel Oak" not in told
