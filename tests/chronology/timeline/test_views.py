"""The chronology page."""

from urllib.parse import parse_qsl

import pytest
from django.urls import reverse

from casework.families.services import add_family
from tests.factories import NOW
from tests.story import days_ago
from workbook.notes import services as notes


@pytest.fixture
def page(story, cast, signed_in, time_machine):
    """The page of the Ash family's chronology as a worker sees it, with what the address asks."""
    time_machine.move_to(NOW, tick=False)
    client = signed_in(cast.cora)
    return lambda **asked: client.get(reverse("chronology", args=[story.family.pk]), asked)


def lines(answer):
    return [entry.headline for entry in answer.context["page"].rows]


@pytest.mark.rule("A8.6")
def test_chronology_page_is_newest_first_with_links_to_the_sources(page, story):
    answer = page()
    assert lines(answer)[0] == "First overall RAG: Amber"
    assert lines(answer)[-1] == "Mia Ash was born"
    text = answer.content.decode()
    assert reverse("note", args=[story.family.pk, story.visit.pk]) in text
    assert reverse("supervision", args=[story.family.pk, story.supervision.pk]) in text
    assert text.count("app-timeline__year") == 3  # 2026, 2024 and 2019


def test_chronology_page_may_be_oldest_first(page):
    assert lines(page(order="oldest"))[0] == "Mia Ash was born"


def test_chronology_page_is_narrowed_by_child(page, story):
    answer = page(child=story.ben.pk)
    assert answer.context["heading"] == "Chronology of Ben Ash"
    assert "Mia Ash was born" not in lines(answer)


def test_chronology_page_is_narrowed_by_kind(page):
    assert lines(page(kind=["rag"])) == ["First overall RAG: Amber"]


def test_chronology_page_without_lines_of_a_kind_leads_back_to_the_whole(page):
    assert (
        "Show the whole story"
        in page(kind=["workbook"], child="", after="2000-01-01T00:00:00Z~note~1").content.decode()
    )


def test_filter_refuses_who_is_no_child_of_the_family(page, story):
    answer = page(child=story.ann.pk)
    assert "choose from those offered" in answer.content.decode()


def test_chronology_page_leads_on_by_key_and_keeps_the_filter(page, monkeypatch):
    monkeypatch.setattr("chronology.timeline.presenters.LINES", 4)
    first = page(order="oldest")
    assert "order=oldest" in first.context["page"].next_url
    after = dict(parse_qsl(first.context["page"].next_url[1:]))["after"]
    second = page(order="oldest", after=after)
    assert len(lines(first)) == 4
    assert lines(second)[0] == "Sue Sands became the lead worker"
    assert second.context["page"].first_url == "?order=oldest"


def test_chronology_page_for_paper_is_whole_with_moment_and_reader(page, monkeypatch):
    monkeypatch.setattr("chronology.timeline.presenters.LINES", 4)
    answer = page(paper="1")
    assert len(lines(answer)) == 11
    assert "As at Tue 3 Nov 2026, 10:00, for Cora Cole." in answer.content.decode()


def test_chronology_page_without_lines_says_how_it_begins(cast, signed_in, story):
    address = reverse("chronology", args=[_empty_family(cast).pk])
    assert "The story begins with the referral." in signed_in(cast.mary).get(address).content.decode()


def _empty_family(cast):
    return add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)


@pytest.mark.rule("A8.6", "C10")
def test_routine_visits_between_two_events_are_one_line_unless_asked_for(page, story, cast, practised):
    practised(visits_in_chronology="all")
    seen = [(story.mia, True, True, False), (story.ben, True, False, False)]
    for day in (8, 9, 10):
        notes.record(
            story.family, kind="home_visit", took_place_at=days_ago(day), seen=seen, by=cast.sue, at=NOW,
        )  # fmt: skip
    answer = page()
    [folded] = [entry for entry in answer.context["page"].rows if entry.source == "visit"]
    assert folded.headline == "3 visits from 24 Oct to 26 Oct 2026"
    assert folded.why == "Seen: Mia Ash 3 times, each time alone; Ben Ash 3 times."
    each = page(visits="each").context["page"].rows
    assert [entry.why for entry in each if entry.source == "visit"] == ["Seen: Mia Ash alone, Ben Ash."] * 3
    assert [entry for entry in each if entry.source != "visit"] == [
        entry for entry in answer.context["page"].rows if entry.source != "visit"
    ]
    assert folded.url == "?visits=each"


@pytest.mark.rule("C10")
@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_folded_visits_of_all_pages_together_are_all_visits(page, story, cast, practised, monkeypatch, order, size):
    practised(visits_in_chronology="all")
    for day in (1, 3, 5, 12, 19, 22):
        notes.record(story.family, kind="home_visit", took_place_at=days_ago(day), by=cast.sue, at=NOW)
    monkeypatch.setattr("chronology.timeline.presenters.LINES", size)
    whole, rows, asked = page(order=order, paper="1").context["page"].rows, [], {"order": order}
    while asked:
        found = page(**asked).context["page"]
        rows += found.rows
        asked = dict(parse_qsl(found.next_url[1:]))
    told = [entry.headline for entry in rows]
    assert [line for line in told if "visit" not in line] == [
        entry.headline for entry in whole if "visit" not in entry.headline
    ]
    assert sum(1 if line == "Home visit" else int(line.split()[0]) for line in told if "visit" in line) == 6
