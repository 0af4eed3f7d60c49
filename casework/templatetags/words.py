"""Dates, ratings and narrative in the words that people read. The functions are pure; only the tags read the clock."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import linebreaks
from django.utils import timezone

register = template.Library()

RAG_WORDS = {"red": "Red", "amber": "Amber", "green": "Green"}
DAYS_BEFORE_WEEKS, DAYS_BEFORE_MONTHS, DAYS_BEFORE_YEARS = 14, 60, 730
DAYS_IN_A_MONTH, DAYS_IN_A_YEAR = 30.44, 365.25


def london_date(moment: date | datetime) -> date:
    """The day in London on which a moment falls; a date is itself."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def say_date(moment: date | datetime) -> str:
    """'Tue 3 Nov 2026'."""
    day = london_date(moment)
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_when(moment: date | datetime) -> str:
    """'Tue 3 Nov 2026, 14:05' in London for a moment, 'Tue 3 Nov 2026' for a date."""
    if isinstance(moment, datetime):
        return f"{say_date(moment)}, {timezone.localtime(moment):%H:%M}"
    return say_date(moment)


def say_relative(moment: date | datetime, *, today: date) -> str:
    """'today', 'tomorrow', 'in 2 days', '3 weeks ago': whole days between two London dates."""
    days = (london_date(moment) - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    span = say_span(abs(days))
    return f"in {span}" if days > 0 else f"{span} ago"


def say_span(days: int) -> str:
    """A number of days in the unit that people would use: '13 days', '8 weeks', '5 months', '2 years'."""
    if days < DAYS_BEFORE_WEEKS:
        return f"{days} days"
    if days < DAYS_BEFORE_MONTHS:
        return f"{days // 7} weeks"
    if days < DAYS_BEFORE_YEARS:
        return f"{int(days / DAYS_IN_A_MONTH)} months"
    return f"{int(days / DAYS_IN_A_YEAR)} years"


@register.filter
def when(moment):
    return say_when(moment) if moment else ""


@register.filter
def relative(moment):
    return say_relative(moment, today=timezone.localdate()) if moment else ""


@register.filter
def rag_word(rag):
    """'Red', 'Amber', 'Green', or 'Not rated' for anything else."""
    return RAG_WORDS.get(rag, "Not rated")


@register.filter
def rag_class(rag):
    return rag if rag in RAG_WORDS else "none"


@register.filter
def machine_date(moment):
    """For the `datetime` attribute of a `time` element."""
    return timezone.localtime(moment).isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()


@register.filter(needs_autoescape=True)
def narrative(text, autoescape=True):
    """What somebody typed, as escaped paragraphs that keep their lines."""
    return linebreaks((text or "").strip(), autoescape=autoescape) if text else ""
