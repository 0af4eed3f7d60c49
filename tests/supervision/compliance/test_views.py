"""Compliance figures: what they count, for whom, and the list behind each."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from casework.notes import services as notes
from casework.passages.models import NewText
from supervision.compliance import presenters, queries
from supervision.compliance.presenters import Asked
from supervision.compliance.queries import Month
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C7", "A7.11", "A7.12")]
DAY = timedelta(days=1)
# Wed 23 Dec 2026, 15:00: five working days later it is Thu 31 Dec, since the 25th and the 28th are bank holidays.
BEFORE_CHRISTMAS = datetime(2026, 12, 23, 15, tzinfo=UTC)
PAGES = ("compliance", "compliance-file")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 1, 31, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def visited(ash, cast, ended, written=None):
    note = notes.record(
        ash.family, kind="home_visit", took_place_at=ended, by=cast.sue, at=ended,
        written=[NewText("purpose", "To see them.")],
    )  # fmt: skip
    if written:
        notes.complete(note, by=cast.sue, at=written)
    return note


def december(**more):
    return Asked("2026-12", Month(date(2026, 12, 1), date(2026, 12, 31)), **more)


def figures(user, heading="Write-ups of visits, by team", asked=None):
    [table] = [table for table in presenters.tables(user, asked or december()) if table.heading == heading]
    return {row.what: [figure.number for figure in row.figures] for row in table.rows}


def test_write_ups_are_counted_by_how_late_they_were_as_at_the_end_of_the_month(allocated, cast):
    """All, within 48 hours, later than 5 and than 10 working days, not written."""
    first = datetime(2026, 12, 1, 15, tzinfo=UTC)
    visited(allocated, cast, first, first + DAY)
    visited(allocated, cast, first, first + 4 * DAY)
    visited(allocated, cast, first, datetime(2026, 12, 8, 20, tzinfo=UTC))  # on the fifth working day
    visited(allocated, cast, first, datetime(2026, 12, 9, 9, tzinfo=UTC))
    visited(allocated, cast, first, datetime(2026, 12, 16, 9, tzinfo=UTC))
    visited(allocated, cast, first)
    visited(allocated, cast, first, datetime(2027, 1, 4, tzinfo=UTC))  # as at the end of December it was not written
    [numbers] = figures(cast.mary).values()
    assert numbers == [7, 1, 4, 3, 2]
    assert figures(cast.mary, "Write-ups of visits, by worker") == {"Sue Sands": numbers}


def test_bank_holidays_are_no_working_days(allocated, cast):
    visited(allocated, cast, BEFORE_CHRISTMAS, datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert [*figures(cast.mary).values()] == [[1, 0, 0, 0, 0]]


def test_visit_recorded_in_error_is_not_counted(allocated, cast):
    note = visited(allocated, cast, BEFORE_CHRISTMAS, BEFORE_CHRISTMAS + DAY)
    notes.withdraw(note, because="Another family.", by=cast.sue, at=BEFORE_CHRISTMAS + 2 * DAY)
    assert figures(cast.mary) == {}


def test_only_managers_read_the_figures_and_only_of_their_families(allocated, cast, signed_in):
    visited(allocated, cast, BEFORE_CHRISTMAS)
    for who, status in ((cast.mary, 200), (cast.serena, 200), (cast.sid, 200), (cast.sue, 403), (cast.audrey, 403)):
        for page in PAGES:
            assert signed_in(who).get(reverse(page), {"month": "2026-12"}).status_code == status
    assert figures(cast.sid) == {}
    address = december().url("compliance-list", what="visit_write_up", figure="all")
    assert "Ash" in signed_in(cast.mary).get(address).content.decode()
    assert "Ash" not in signed_in(cast.sid).get(address).content.decode().replace("Ashok", "")


def test_each_figure_opens_a_list_of_as_many(allocated, cast, signed_in):
    visited(allocated, cast, BEFORE_CHRISTMAS)
    visited(allocated, cast, BEFORE_CHRISTMAS, BEFORE_CHRISTMAS + DAY)
    mary, opened = signed_in(cast.mary), 0
    for table in mary.get(reverse("compliance"), {"month": "2026-12"}).context["tables"]:
        for row in table.rows:
            for figure in row.figures:
                if figure.url:
                    assert len(mary.get(figure.url).context["listed"]) == figure.number
                    opened += 1
                    rows = csv.reader(StringIO(mary.get(figure.url.replace("/list/", "/list/file/")).content.decode()))
                    assert len(list(rows)) == figure.number + 1
    assert opened > 5


@pytest.mark.parametrize(
    "asked", [{"figure": "x"}, {"what": "x", "figure": "all"}, {"what": "dates", "figure": "later"}]
)
def test_list_of_an_unknown_figure_is_not_found(cast, signed_in, asked):
    assert signed_in(cast.mary).get(reverse("compliance-list"), asked).status_code == 404


@pytest.mark.parametrize("asked", [{"month": "x"}, {"team": "x"}, {"worker": "99999999999999999999"}])
def test_bad_input_narrows_nothing(cast, signed_in, asked):
    assert signed_in(cast.mary).get(reverse("compliance"), asked).status_code == 200


def test_figures_cost_as_many_queries_however_many_there_are(allocated, cast, django_assert_max_num_queries):
    for number in range(8):
        visited(allocated, cast, BEFORE_CHRISTMAS - number * DAY)
    with django_assert_max_num_queries(6):
        presenters.tables(cast.mary, december())


def test_dates_due_are_in_time_late_or_not_done(allocated, cast):
    rows = queries.dates_due(cast.mary, Month(NOW.date().replace(day=1), NOW.date() + 60 * DAY))
    found = queries.counted(rows, Month(NOW.date().replace(day=1), NOW.date() + 60 * DAY), queries.DATE_FIGURES)
    assert found
    assert all(row["n_all"] == row["n_in_time"] + row["n_late"] + row["n_open"] for row in found)


def test_my_work_leads_managers_to_the_figures(cast, ash, signed_in):
    assert 'href="/compliance/"' in signed_in(cast.mary).get("/").content.decode()
