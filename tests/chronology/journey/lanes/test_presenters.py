from datetime import date, timedelta

import pytest

from chronology.journey.lanes.presenters import lanes_of
from chronology.journey.picture.parts import Lane, Mark, Span, columns_of
from chronology.journey.presenters import journey_of, printed_journey
from tests.factories import NOW

TODAY = NOW.date()


def told(journey, until=TODAY):
    """By month and heading what the table says."""
    rows = journey_of(journey.family, until=until).table.rows
    return {row.when: dict(row.cells) if row.cells else row.nothing_recorded for row in rows}


def labels(family, until=TODAY):
    return [lane.label for lane in lanes_of(family, until=until)]


@pytest.mark.rule("A4.4", "A1.18")
def test_journey_goes_month_by_month_over_all_versions_of_the_workbook(journey):
    months = told(journey)
    assert list(months) == [
        "June 2025", "July 2025", "August 2025", "September 2025", "October 2025 to June 2026", "July 2026",
        "August 2026", "September 2026", "October 2026", "November 2026",
    ]  # fmt: skip
    assert months["October 2025 to June 2026"] == "9 months: nothing is recorded."
    assert months["August 2025"]["Workbook"] == [
        "Workbook, version 1 closed: Does not meet workbook criteria",
        "Group supervision held on Mon 11 Aug 2025",
    ]
    assert months["July 2026"]["Workbook"] == ["Workbook, version 2 opened"]


@pytest.mark.rule("A4.4", "A3.18")
def test_journey_has_a_lane_for_each_worker_and_none_for_a_colleagues_part(journey):
    assert [label for label in labels(journey.family) if "worker" in label] == [
        "Sue Sands, social worker",
        "Dora Dale, domestic abuse worker (victims), with Rick Reed",
    ]
    ratings = {month: cells["Workers and RAG"] for month, cells in told(journey).items() if isinstance(cells, dict)}
    assert ratings["August 2026"] == ["Overall: Red", "Sue Sands: Red", "Dora Dale: Amber"]
    assert ratings["September 2026"] == ["Overall: Amber", "Sue Sands: Amber", "Dora Dale: no direct work"]
    assert ratings["October 2026"] == ["Overall: Green", "Sue Sands: Green", "Dora Dale: left out of the supervision"]
    assert ratings["July 2026"] == ["Sue Sands: part begins", "Dora Dale: part begins"]
    assert ratings["September 2025"] == ["Sue Sands: part ends"]


@pytest.mark.rule("A4.4", "A5.5")
def test_modules_last_from_their_beginning_to_the_last_that_was_written(journey):
    modules = {month: cells["Family Programme"] for month, cells in told(journey).items() if isinstance(cells, dict)}
    assert modules["July 2026"] == [
        "Module 1: Why are we involved?: begun", "Module 2: Parent and family history: begun"
    ]  # fmt: skip
    assert modules["August 2026"] == ["Module 1: Why are we involved?: completed"]
    assert modules["September 2026"] == ["Module 4: Mia Elm: begun"]
    assert modules["October 2026"] == ["Module 2: Parent and family history: last written in"]


@pytest.mark.rule("A4.4")
def test_visits_and_actions_are_counted_by_month(journey):
    months = told(journey)
    assert months["July 2026"]["Visits"] == ["Took place: 2"]
    assert months["August 2026"]["Visits"] == ["Took place: 1", "Did not take place: 1"]
    assert months["August 2026"]["Agreed actions"] == ["Agreed: 2", "Done: 1", "Open at the month’s end: 1"]
    assert months["September 2026"]["Agreed actions"] == ["Open at the month’s end: 1", "Late at the month’s end: 1"]


@pytest.mark.rule("A4.4")
def test_journey_leaves_out_what_came_after_the_last_day(journey):
    """As in a pack that is made after the meeting: it tells the family's journey up to the meeting."""
    until = date(2026, 9, 22) - timedelta(days=1)
    months = told(journey, until)
    assert list(months)[-1] == "September 2026"
    assert months["September 2026"]["Workers and RAG"] == []
    assert months["September 2026"]["Agreed actions"] == ["Open at the month’s end: 1", "Late at the month’s end: 1"]
    assert "Module 4: Mia Elm" in labels(journey.family, until)
    assert told(journey, date(2025, 7, 1))["June 2025"]["Workbook"] == ["Workbook, version 1 opened"]
    assert not any("Module" in label for label in labels(journey.family, date(2025, 7, 1)))


def test_journey_is_none_before_anything_happened(elm):
    assert journey_of(elm.family, until=TODAY) is None
    assert printed_journey(elm.family, TODAY) is None


def test_printed_journey_shows_the_last_months(journey):
    printed = printed_journey(journey.family, TODAY)
    assert printed.picture.startswith("data:image/svg+xml;base64,")
    months = [row.when for row in printed.table.rows]
    assert (len(months), months[0], months[-1]) == (8, "August 2025", "November 2026")


def lane(*marks, spans=()):
    return Lane("", "", spans=spans, marks=tuple(Mark(day, "", "plain", "") for day in marks))


def test_pause_keeps_its_months_and_a_long_one_is_one_column():
    pause = columns_of([lane(date(2026, 1, 5), date(2026, 4, 1), date(2026, 9, 30))], TODAY)
    assert [(column.first.month, column.months) for column in pause] == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 4), (9, 1)]


def test_span_keeps_its_months_until_today():
    lasting = columns_of([lane(spans=(Span(date(2026, 8, 31), None),))], TODAY)
    assert [column.first.month for column in lasting] == [8, 9, 10, 11]
