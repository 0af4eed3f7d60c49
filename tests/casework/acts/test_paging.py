"""Lists by key: each row once, whichever way one goes, and nothing counted or skipped."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from casework.acts.paging import page_by_key
from casework.masks.current import Mask, put_on
from casework.masks.reading import reading_masked
from casework.people.models import Person
from casework.trail.acting import acting

ORDER = ("name", "-pk")


@pytest.fixture
def people(cast):
    with acting(cast.mary):
        for number in range(7):
            Person.objects.create(name=f"Page {number // 2}")
    return Person.objects.filter(name__startswith="Page")


def walk(rows, url, size=3):
    page = page_by_key(rows, ORDER, QueryDict(url.lstrip("?")), size=size)
    return page


def test_pages_show_each_row_once_in_order_to_the_end_and_back(people):
    wanted = list(people.order_by(*ORDER))
    first = walk(people, "")
    second = walk(people, first.next_url)
    third = walk(people, second.next_url)
    assert first.rows + second.rows + third.rows == wanted
    assert (first.previous_url, third.next_url) == ("", "")
    back = walk(people, third.previous_url)
    assert back.rows == second.rows
    assert walk(people, back.previous_url).rows == first.rows
    assert walk(people, back.previous_url).previous_url == ""


def test_page_keeps_what_the_list_is_narrowed_to(people):
    assert walk(people, "whose=mine&page=&after=").next_url.startswith("?whose=mine&after=")


class Everything(Mask):
    def _tells(self, text):
        return [1]


@pytest.mark.rule("A9.20")
def test_pages_go_on_where_all_that_they_are_sorted_by_is_held_back(people):
    keys = [row.pk for row in people.order_by(*ORDER)]
    with reading_masked():
        put_on(Everything())
        found, url = [], ""
        for _ in range(3):
            page = walk(people, url)
            found, url = found + [row.pk for row in page.rows], page.next_url
    assert (found, url) == (keys, "")


@pytest.mark.parametrize("key", ["x", "-1", "²", "9" * 30, "999999"])
def test_page_begins_at_the_first_where_the_key_is_none_of_the_list(people, key):
    for name in ("after", "before"):
        page = walk(people, f"{name}={key}")
        assert page.rows == list(people.order_by(*ORDER)[:3])
        assert page.previous_url == ""


def test_page_is_the_first_where_all_that_was_before_or_after_it_is_gone(people):
    """Cases were closed since the address was made: an empty page would say that there are none."""
    second = walk(people, walk(people, "").next_url)
    for url, gone in ((second.previous_url, [0, 1, 2]), (second.next_url, [6])):
        ids = [people.order_by(*ORDER)[number].pk for number in gone]
        left = people.exclude(pk__in=ids)
        page = walk(left, url)
        assert page.rows == list(left.order_by(*ORDER)[:3])
        assert (page.previous_url, bool(page.next_url)) == ("", True)


def test_page_neither_counts_nor_skips(people):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        walk(people, walk(people, "").next_url)
    for query in queries:
        assert "COUNT" not in query["sql"] and "OFFSET" not in query["sql"]
