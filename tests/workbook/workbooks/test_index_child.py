"""Another child becomes the index child of an open Workbook, by whoever decides on one (C1)."""

import pytest
import time_machine
from django.urls import reverse

from casework.deaths import services as deaths
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_child
from workbook.workbooks import services
from workbook.workbooks.queries import fingerprint_of_index_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def replace(workbook, child, by, because="Ben has moved out."):
    seen = fingerprint_of_index_child(workbook)
    return services.replace_index_child(workbook, index_child=child, because=because, fingerprint=seen, by=by, at=NOW)


def test_index_child_is_replaced_by_another_child_of_the_workbook_and_says_why(cast, month):
    first, other = month.workbook.index_child, next(
        child for child in (month.mia, month.ben) if child != month.workbook.index_child
    )  # fmt: skip
    workbook = replace(month.workbook, other, cast.mary)
    assert (workbook.index_child, workbook.index_child_because) == (other, "Ben has moved out.")
    assert workbook.history.earliest("history_id").index_child == first
    with pytest.raises(Refusal, match="is the index child already"):
        replace(workbook, other, cast.mary)
    with pytest.raises(Refusal, match="Say why"):
        replace(workbook, first, cast.mary, because=" ")


def test_index_child_is_one_of_the_living_children_of_the_running_episode(cast, month):
    elsewhere = add_child(month.family, cast.mary, name="New Ash", at=NOW)
    other = next(child for child in (month.mia, month.ben) if child != month.workbook.index_child)
    for person in (month.ann, elsewhere):
        with pytest.raises(Refusal, match="Choose one of the children") as refusal:
            replace(month.workbook, person, cast.mary)
        assert refusal.value.field == "index_child"
    deaths.record_death(month.family, other, died=NOW.date(), by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Choose one of the children"):
        replace(month.workbook, other, cast.mary)


def test_index_child_is_replaced_by_deciders_alone_and_not_from_a_stale_page(cast, month):
    other = next(child for child in (month.mia, month.ben) if child != month.workbook.index_child)
    for by in (cast.sue, cast.dora, cast.bob, cast.audrey, cast.stan, cast.sid):
        with pytest.raises(Refusal):
            replace(month.workbook, other, by)
    with pytest.raises(Conflict):
        services.replace_index_child(
            month.workbook, index_child=other, because="x", fingerprint="before", by=cast.mary, at=NOW
        )


def test_index_child_page_is_linked_for_deciders(cast, month, signed_in):
    url, page = reverse("workbook-index-child", args=[month.family.pk]), reverse("workbook", args=[month.family.pk])
    assert url in signed_in(cast.mary).get(page).content.decode()
    assert url not in signed_in(cast.sue).get(page).content.decode()
    assert signed_in(cast.sue).get(url).status_code == 403
