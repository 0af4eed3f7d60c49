"""Adding timescales to moments. Months are calendar months; working days know England's bank holidays (C15)."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta
from holidays import HolidayBase

from casework.practice.schema import Length, Settings

LONDON = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)
END_OF_DAY = time(23, 59)


@cache
def _bank_holidays() -> HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


def add_working_days(day: date, number: int) -> date:
    """The date that is `number` working days after `day` (before it, where `number` is negative)."""
    step = DAY if number >= 0 else -DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def after(moment: datetime, length: Length, *, counts: str = "elapsed") -> datetime:
    """The moment at which `length` after `moment` ends.

    Hours elapse; where they count as `working`, only those of working days do. Days and longer are due by the end of
    their last day in London.
    """
    if length.unit == "hours":
        return _hours_after(moment, length.length, counts)
    return end_of_day(_shift(moment.astimezone(LONDON).date(), length, 1))


def before(moment: datetime, length: Length) -> datetime:
    """The moment `length` before `moment`; for days and longer at the same time of day in London."""
    if length.unit == "hours":
        return (moment.astimezone(UTC) - timedelta(hours=length.length)).astimezone(LONDON)
    local = moment.astimezone(LONDON)
    return datetime.combine(_shift(local.date(), length, -1), local.time(), tzinfo=LONDON)


def _shift(day: date, length: Length, sign: int) -> date:
    if length.unit == "working_days":
        return add_working_days(day, sign * length.length)
    span: dict[str, Any] = {length.unit: length.length}
    return day + sign * relativedelta(**span)


def end_of_day(day: date) -> datetime:
    """The moment by which what is due on a day is done."""
    return datetime.combine(day, END_OF_DAY, tzinfo=LONDON)


def _hours_after(moment: datetime, hours: int, counts: str) -> datetime:
    # Counted in UTC: to a London time Python adds wall-clock hours, and a day may have 23 or 25 hours.
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


def may_remind_at(moment: datetime, settings: Settings) -> bool:
    """Whether reminders may be sent at `moment`: never at night in London (C28)."""
    return settings.reminders_from_hour <= moment.astimezone(LONDON).hour < settings.reminders_until_hour


def start_of_day(day: date) -> datetime:
    """The moment at which a day begins in London: from it a clock runs that started 'on' a day."""
    return datetime.combine(day, time(), tzinfo=LONDON)
