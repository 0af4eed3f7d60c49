"""Adding timescales to moments. Months are calendar months; working days know England's bank holidays (C15)."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

LONDON = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)
END_OF_DAY = time(23, 59)


@cache
def _bank_holidays():
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day):
    return day.weekday() < 5 and day not in _bank_holidays()


def add_working_days(day, number):
    """The date that is `number` working days after `day` (before it, where `number` is negative)."""
    step = DAY if number >= 0 else -DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def after(moment, length, *, counts="elapsed"):
    """When `length` (with `.length` and `.unit`) after `moment` ends.

    Hours elapse; where they count as `working`, only those of working days do. Everything longer is due by the end of
    its day in London.
    """
    if length.unit == "hours":
        return _hours_after(moment, length.length, counts)
    return _end_of_day(_shift(moment.astimezone(LONDON).date(), length, 1))


def before(moment, length):
    """The moment that lies `length` before `moment`; for days and longer at the same time of day in London."""
    if length.unit == "hours":
        return (moment.astimezone(UTC) - timedelta(hours=length.length)).astimezone(LONDON)
    local = moment.astimezone(LONDON)
    return datetime.combine(_shift(local.date(), length, -1), local.time(), tzinfo=LONDON)


def _shift(day, length, sign):
    if length.unit == "working_days":
        return add_working_days(day, sign * length.length)
    return day + sign * relativedelta(**{length.unit: length.length})


def _end_of_day(day):
    return datetime.combine(day, END_OF_DAY, tzinfo=LONDON)


def _hours_after(moment, hours, counts):
    # Counted in UTC: with a London time Python adds hours of the clock's face, and a day may have 23 or 25.
    moment, left = moment.astimezone(UTC), timedelta(hours=hours)
    if counts == "elapsed":
        return (moment + left).astimezone(LONDON)
    while True:
        day = moment.astimezone(LONDON).date()
        midnight = start_of_day(day + DAY).astimezone(UTC)
        if is_working_day(day):
            if left <= midnight - moment:
                return (moment + left).astimezone(LONDON)
            left -= midnight - moment
        moment = midnight


def may_remind_at(moment, settings):
    """Whether reminders may be sent at `moment`: never at night in London (C28)."""
    return settings.reminders_from_hour <= moment.astimezone(LONDON).hour < settings.reminders_until_hour


def start_of_day(day):
    """A day as the moment at which it begins in London: the anchor of what started 'on' a day."""
    return datetime.combine(day, time(), tzinfo=LONDON)
