"""The text of a summary under sub-headings by kind, of everybody or of one person (A3.5)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.passages.models import NewText
from tests.factories import NOW
from workbook.notes import services as notes
from workbook.summaries import services as summaries

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A3.5")]


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def told(cast, month, summary_of):
    """Dora's period: two calls, an e-mail and a visit that failed; and what she sums up."""

    def note(kind, days, *passages, at=NOW):
        written = [NewText("detail", text, about, place) for place, (text, about) in enumerate(passages)]
        return notes.record(
            month.family, kind=kind, took_place_at=NOW - timedelta(days=days), written=written, by=cast.dora, at=at
        )

    note("telephone_call", 2, ("Ann rang, calm.", (month.ann.pk,)), ("Mia cried.", (month.mia.pk,)))
    note("telephone_call", 5, ("The school rang about Ben.", (month.ben.pk,)))
    note("email", 3, ("The landlord wrote.", ()))
    month.summary = summary_of(cast.dora)
    summaries.write(
        month.summary, written=[NewText("outcome", "Mia sleeps.", (month.mia.pk,)), NewText("analysis", "Less risk.")],
        rag="amber", rationale="New.", by=cast.dora, at=NOW,
    )  # fmt: skip
    return month


@pytest.fixture
def extract(cast, told, signed_in):
    def page(user=cast.sue, **chosen):
        address = reverse("summary-extract", args=[told.family.pk, told.summary.pk])
        return signed_in(user).get(address, chosen).content.decode()

    return page


def test_extract_has_the_notes_under_their_kinds_in_the_order_of_their_dates(extract):
    html = extract()
    places = [html.index(text) for text in (
        "What Dora Dale sums up", "Mia sleeps.", "<h2>E-mail</h2>", "The landlord wrote.", "<h2>Telephone call</h2>",
        "The school rang about Ben.", "Ann rang, calm.",
    )]  # fmt: skip
    assert places == sorted(places)


def test_extract_of_one_kind_has_nothing_else(extract):
    html = extract(kind="telephone_call")
    assert "Ann rang, calm." in html
    for other in ("The landlord wrote.", "Mia sleeps.", "What Dora Dale sums up"):
        assert other not in html


def test_extract_of_one_person_has_nothing_about_anybody_else(told, extract):
    html = extract(about=told.mia.pk)
    assert "Mia cried." in html
    assert "Mia sleeps." in html
    for other in ("Ann rang, calm.", "The school rang about Ben.", "The landlord wrote.", "Less risk."):
        assert other not in html


def test_extract_has_what_is_about_everybody_only_when_it_is_asked_for(told, extract):
    html = extract(about=told.mia.pk, everybody="on")
    assert "The landlord wrote." in html
    assert "Less risk." in html
    assert "Ann rang, calm." not in html


@pytest.mark.parametrize("chosen", [{"kind": "poem"}, {"about": "99999"}, {"about": "x"}, {"kind": "\0"}])
def test_extract_with_an_impossible_choice_shows_all_and_says_so(extract, chosen):
    html = extract(**chosen)
    assert "choose from those offered" in html
    assert "The landlord wrote." in html


def test_extract_without_a_fitting_note_says_so(told, extract):
    assert "No note of this period fits this." in extract(kind="email", about=told.ann.pk)


def test_extract_is_reached_from_both_pages_of_a_summary(cast, told, signed_in):
    there = reverse("summary-extract", args=[told.family.pk, told.summary.pk])
    for name in ("summary", "summary-write"):
        html = signed_in(cast.dora).get(reverse(name, args=[told.family.pk, told.summary.pk])).content.decode()
        assert f'"{there}"' in html


def test_extract_is_not_found_by_a_stranger(cast, extract, told, signed_in):
    address = reverse("summary-extract", args=[told.family.pk, told.summary.pk])
    assert signed_in(cast.stan).get(address).status_code == 404
