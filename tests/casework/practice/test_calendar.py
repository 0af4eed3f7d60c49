from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.practice import calendar

LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")


def london(*parts, fold=0):
    return datetime(*parts, tzinfo=LONDON, fold=fold)


def length(number, unit):
    return SimpleNamespace(length=number, unit=unit)


def elapsed(start, end):
    return end.astimezone(UTC) - start.astimezone(UTC)


@pytest.mark.rule("C28", "A7.10")
@pytest.mark.parametrize("zone", [LONDON, UTC])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (london(2026, 11, 3, 14, 5), london(2026, 11, 5, 14, 5)),
        (london(2026, 11, 6, 16, 0), london(2026, 11, 8, 16, 0)),  # over a weekend: elapsed hours run on
        (london(2026, 3, 28, 14, 0), london(2026, 3, 30, 15, 0)),  # the clocks go forward: a day of 23 hours
        (london(2026, 10, 24, 14, 0), london(2026, 10, 26, 13, 0)),  # the clocks go back: a day of 25 hours
        (london(2026, 10, 23, 1, 30), london(2026, 10, 25, 1, 30)),  # ends in the hour that comes twice: its first
        (london(2026, 10, 25, 1, 30, fold=1), london(2026, 10, 27, 1, 30)),  # begins in its second
    ],
)
def test_hours_elapse_whatever_the_clocks_do(start, end, zone):
    due = calendar.after(start.astimezone(zone), length(48, "hours"))
    assert elapsed(start, due) == timedelta(hours=48)
    assert due.astimezone(LONDON).replace(fold=0, tzinfo=None) == end.replace(tzinfo=None)


@pytest.mark.rule("C28", "C15")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (london(2026, 11, 3, 14, 0), london(2026, 11, 5, 14, 0)),
        (london(2026, 11, 6, 14, 0), london(2026, 11, 10, 14, 0)),  # Friday to Tuesday
        (london(2026, 11, 7, 14, 0), london(2026, 11, 11, 0, 0)),  # Saturday: counted from Monday's midnight
        (london(2026, 12, 24, 12, 0), london(2026, 12, 30, 12, 0)),  # Christmas: Friday and the substitute Monday
        (london(2026, 3, 27, 12, 0), london(2026, 3, 31, 12, 0)),  # over the weekend when the clocks go forward
        (london(2026, 10, 23, 12, 0), london(2026, 10, 27, 12, 0)),  # and back
    ],
)
def test_working_hours_are_those_of_working_days(start, end):
    assert calendar.after(start, length(48, "hours"), counts="working") == end


@pytest.mark.rule("C15")
@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
    ],
)
def test_month_is_a_calendar_month_also_at_its_end(start, number, end):
    due = calendar.after(calendar.start_of_day(start), length(number, "months"))
    assert due == london(end.year, end.month, end.day, 23, 59)


@pytest.mark.rule("C5", "A3.8")
@pytest.mark.parametrize("start", [london(2026, 3, 20, 23, 30), london(2026, 10, 10, 0, 15)])
def test_weeks_end_with_their_last_day_in_london(start):
    due = calendar.after(start.astimezone(UTC), length(3, "weeks")).astimezone(LONDON)
    assert due.date() == start.date() + timedelta(weeks=3)
    assert (due.hour, due.minute) == (23, 59)


@pytest.mark.rule("C15")
def test_working_days_know_weekends_and_englands_bank_holidays():
    assert calendar.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert calendar.add_working_days(date(2026, 5, 5), -1) == date(2026, 5, 1)
    # A bank holiday of Scotland and Northern Ireland only.
    assert calendar.is_working_day(date(2026, 11, 30))
    assert not calendar.is_working_day(date(2026, 8, 31))


@pytest.mark.parametrize(
    ("due", "before", "expected"),
    [
        (london(2026, 3, 29, 12, 0), length(12, "hours"), london(2026, 3, 28, 23, 0)),  # the clocks go forward
        (london(2026, 10, 25, 12, 0), length(12, "hours"), london(2026, 10, 25, 1, 0)),  # and back
        (london(2026, 3, 31, 23, 59), length(3, "days"), london(2026, 3, 28, 23, 59)),
        (london(2026, 11, 9, 9, 0), length(1, "working_days"), london(2026, 11, 6, 9, 0)),
    ],
)
def test_reminder_comes_that_long_before(due, before, expected):
    assert calendar.before(due, before) == expected


@pytest.mark.rule("C28")
@pytest.mark.parametrize(("hour", "awake"), [(6, False), (7, True), (12, True), (19, True), (20, False), (0, False)])
@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 7, 15)])
def test_reminder_is_not_sent_at_night_in_london_summer_or_winter(day, hour, awake):
    settings = SimpleNamespace(reminders_from_hour=7, reminders_until_hour=20)
    moment = london(day.year, day.month, day.day, hour).astimezone(UTC)
    assert calendar.may_remind_at(moment, settings) is awake


# Hypothesis wants its bounds without a zone.
EARLIEST, LATEST = datetime(2020, 1, 1), datetime(2035, 1, 1)  # noqa: DTZ001
moments = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))


@given(moments, st.integers(1, 100))
def test_elapsed_hours_are_always_exact(moment, hours):
    assert elapsed(moment, calendar.after(moment.astimezone(LONDON), length(hours, "hours"))) == timedelta(hours=hours)


@given(moments, st.integers(1, 100))
def test_working_hours_end_in_working_time_and_never_before_the_elapsed_ones(moment, hours):
    due = calendar.after(moment, length(hours, "hours"), counts="working")
    assert due >= moment + timedelta(hours=hours)
    assert calendar.is_working_day((due - timedelta(microseconds=1)).astimezone(LONDON).date())
