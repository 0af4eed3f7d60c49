"""Dates, ratings and narrative as people read them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template

from casework.templatetags.words import machine_date, narrative, rag_class, rag_word, relative, when
from casework.words import say_relative, say_when

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2026, 11, 3), "Tue 3 Nov 2026"),
        (datetime(2026, 11, 3, 14, 5, tzinfo=UTC), "Tue 3 Nov 2026, 14:05"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thu 2 Jul 2026, 00:30"),
    ],
)
def test_when_is_in_london_time(moment, words):
    assert say_when(moment) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2026, 11, 3), "today"),
        (date(2026, 11, 4), "tomorrow"),
        (date(2026, 11, 2), "yesterday"),
        (date(2026, 11, 5), "in 2 days"),
        (date(2026, 11, 16), "in 13 days"),
        (date(2026, 11, 17), "in 2 weeks"),
        (date(2026, 10, 13), "3 weeks ago"),
        (date(2026, 8, 3), "3 months ago"),
        (date(2023, 11, 3), "3 years ago"),
        (datetime(2026, 11, 3, 23, 59, tzinfo=UTC), "today"),
    ],
)
def test_relative_uses_the_unit_that_people_use(moment, words):
    assert say_relative(moment, today=TODAY) == words


@time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
def test_relative_counts_from_londons_day():
    assert relative(date(2026, 7, 2)) == "today"


def test_when_and_relative_of_no_date_are_empty():
    assert when(None) == relative(None) == ""


@pytest.mark.parametrize(("rag", "word", "css"), [("red", "Red", "red"), ("", "Not rated", "none")])
def test_rating_is_a_word(rag, word, css):
    assert (rag_word(rag), rag_class(rag)) == (word, css)


def test_machine_date_takes_dates_and_moments():
    assert machine_date(date(2026, 11, 3)) == "2026-11-03"
    assert machine_date(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == "2026-07-01T13:00+01:00"


def test_narrative_keeps_its_lines_and_is_escaped():
    html = Template("{% load words %}{{ text|narrative }}").render(Context({"text": "One\ntwo\n\n<script>three"}))
    assert html == "<p>One<br>two</p>\n\n<p>&lt;script&gt;three</p>"


def test_narrative_of_nothing_is_empty():
    assert narrative(None) == narrative("") == ""
