"""The chronology page."""

import pytest
from django.urls import reverse

from casework.families.services import add_family
from tests.factories import NOW


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
    assert "Show the whole story" in page(kind=["workbook"], child="", after="2000-01-01.note.1").content.decode()


def test_filter_refuses_who_is_no_child_of_the_family(page, story):
    answer = page(child=story.ann.pk)
    assert "choose from those offered" in answer.content.decode()


def test_chronology_page_leads_on_by_key_and_keeps_the_filter(page, monkeypatch):
    monkeypatch.setattr("chronology.timeline.presenters.LINES", 4)
    first = page(order="oldest")
    assert "order=oldest" in first.context["page"].next_url
    after = first.context["page"].next_url.partition("after=")[2]
    second = page(order="oldest", after=after)
    assert len(lines(first)) == 4
    assert lines(second)[0] == "Ben Ash: opened as a child in need"
    assert second.context["page"].first_url == "?order=oldest"


def test_chronology_page_for_paper_is_whole_with_moment_and_reader(page, monkeypatch):
    monkeypatch.setattr("chronology.timeline.presenters.LINES", 4)
    answer = page(paper="1")
    assert len(lines(answer)) == 12
    assert "As at Tue 3 Nov 2026, 10:00, for Cora Cole." in answer.content.decode()


def test_chronology_page_without_lines_says_how_it_begins(cast, signed_in, story):
    address = reverse("chronology", args=[_empty_family(cast).pk])
    assert "The story begins with the referral." in signed_in(cast.mary).get(address).content.decode()


def _empty_family(cast):
    return add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
