"""How the product says dates, times and ages: 'Tue 3 Nov 2026, 14:05', 'in 2 days', 'unborn, due 12 Jan 2027'."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone


def day(date):
    """'Tue 3 Nov 2026'."""
    return f"{date:%a} {date.day} {date:%b %Y}"


def when(moment):
    """A date, or a moment as London's clocks show it; an empty text for None."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"{day(local)}, {local:%H:%M}"
    return day(moment)


def relative(moment, now):
    """'today', 'in 2 days', '3 weeks ago', seen from `now` in London's days; an empty text for None."""
    if moment is None:
        return ""
    date = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    days = (date - timezone.localtime(now).date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {_amount(days)}" if days > 0 else f"{_amount(-days)} ago"


def _amount(days):
    for unit, length in (("year", 365), ("month", 61), ("week", 21)):
        if days >= length:
            size = {"year": 365, "month": 30, "week": 7}[unit]
            return _count(days // size, unit)
    return _count(days, "day")


def _count(number, unit):
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def age(person, today):
    """'8 years', '5 months', '3 weeks', 'unborn, due Tue 12 Jan 2027'; an empty text where the birth is not known."""
    if person.unborn:
        return f"unborn, due {day(person.expected)}"
    if person.born is None:
        return ""
    until = person.died or today
    if until < person.born:
        return "not yet born"
    lived = relativedelta(until, person.born)
    if lived.years >= 2:
        words = _count(lived.years, "year")
    elif lived.years or lived.months >= 2:
        words = _count(lived.years * 12 + lived.months, "month")
    else:
        words = _count((until - person.born).days // 7, "week")
    return f"died aged {words}" if person.died else words
