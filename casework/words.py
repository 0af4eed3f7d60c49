"""Dates, spans and ages in the words that people read. All pure: whoever reads the clock passes `today`."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from textwrap import shorten
from typing import Protocol

from django.utils import timezone

from casework.ages import age_about, born_about, months_lived

# Each unit begins where there are two of it.
DAYS_BEFORE_WEEKS, DAYS_BEFORE_MONTHS, DAYS_BEFORE_YEARS = 14, 61, 731
DAYS_IN_A_MONTH, DAYS_IN_A_YEAR = 30.44, 365.25


# Around a name in another direction than the sentence in which it stands: Unicode Standard Annex 9, isolates.
FIRST_STRONG, POP = "\u2068", "\u2069"
# Letters that Unicode does not take apart.
LIKE_ANOTHER = str.maketrans("ŁłØøĐđı", "LlOoDdi") | str.maketrans({"Æ": "AE", "æ": "ae"})
RIGHT_TO_LEFT = {"R", "AL", "AN"}
# Embeddings, overrides, isolates and their ends, by their bidirectional class.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def isolated(name: str) -> str:
    """`name` as it stands beside ages, commas and other names: one in Arabic or Hebrew turns nothing around it.

    What is written from left to right is as it was; signs in it that turn what follows are left out.
    """
    plain = "".join(letter for letter in name if unicodedata.bidirectional(letter) not in TURNING)
    if RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, plain)):
        return plain
    return f"{FIRST_STRONG}{plain}{POP}"


def is_invisible(text: str) -> bool:
    """Whether nothing of it can be seen: it is empty, or has blanks and control characters alone."""
    return all(unicodedata.category(letter)[0] in "CZ" for letter in text)


def sort_key(name: str) -> str:
    """By what `name` is sorted where Python does it: as `plain_name` of the database, Ł under L and Ö under O."""
    letters = unicodedata.normalize("NFKD", name.translate(LIKE_ANOTHER)).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’‘ʼ`´").strip()


def bare(name: str) -> str:
    """The name without what isolates it, for where it stands alone: under a symbol, in a cell, as a file's name."""
    return name.replace(FIRST_STRONG, "").replace(POP, "")


class HasBirth(Protocol):
    """Somebody whose age is said."""

    born: date | None
    about_age: int | None
    about_age_on: date | None
    died: date | None
    expected: date | None
    pregnancy_ended_on: date | None

    @property
    def unborn(self) -> bool: ...


def say_covering(who: str, absent: Iterable[str]) -> str:
    """'Cora Cole, covering for Sue Sands and Dora Dale'; the name alone where `absent` names nobody."""
    names = " and ".join(absent)
    return f"{who}, covering for {names}" if names else who


def say_all(names: Sequence[str]) -> str:
    """'Mia', 'Mia and Ben', 'Mia, Ben and Kit'."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def in_short(text: str, most: int = 80) -> str:
    """A text in one line of a list: of at most `most` characters, cut between words."""
    return shorten(text, most, placeholder=" …")


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
        return f"{days} day{'' if days == 1 else 's'}"
    if days < DAYS_BEFORE_MONTHS:
        return f"{days // 7} weeks"
    if days < DAYS_BEFORE_YEARS:
        return f"{int(days / DAYS_IN_A_MONTH)} months"
    return f"{int(days / DAYS_IN_A_YEAR)} years"


NOT_KNOWN, NOT_EXACTLY = "age not known", "birth not known exactly"


def say_age(person: HasBirth, today: date, *, short: bool = False) -> str:
    """'8', '5 months', '2 days', 'about 6 (birth not known exactly)', 'age not known', 'unborn, due Tue 12 Jan 2027',
    'died Tue 3 Nov 2026, aged 3', 'pregnancy ended Tue 3 Nov 2026'.

    `short`, for narrow places and among brackets, says of the fourth 'about 6' alone.
    """
    if person.unborn and person.expected:
        return _say_of_expected(person.expected, person.pregnancy_ended_on)
    words = say_age_then(person, person.died or today, short=short)
    if person.died:
        return f"died {say_date(person.died)}, aged {words}" if words else f"died {say_date(person.died)}"
    return words or NOT_KNOWN


def say_age_then(person: HasBirth, day: date, *, short: bool = False) -> str:
    """The age on `day` of somebody who has been born, whatever came later; '' where nothing is known of the birth."""
    if person.born:
        return _say_lived(person.born, day)
    if person.about_age is None or person.about_age_on is None:
        return ""
    words = _say_about(person.about_age, person.about_age_on, day)
    return words if short else f"{words} ({NOT_EXACTLY})"


def say_birth(person: HasBirth) -> str:
    """'Tue 3 Nov 2020', 'expected Tue 12 Jan 2027', 'not known exactly: about 5 on Sun 1 Nov 2026', 'not known'."""
    if person.born:
        return say_date(person.born)
    if person.expected:
        return f"expected {say_date(person.expected)}"
    if person.about_age is None or person.about_age_on is None:
        return "not known"
    about = _say_about(person.about_age, person.about_age_on, person.about_age_on)
    return f"not known exactly: {about} on {say_date(person.about_age_on)}"


def _say_of_expected(expected: date, ended: date | None) -> str:
    return f"pregnancy ended {say_date(ended)}" if ended else f"unborn, due {say_date(expected)}"


def _say_about(about_age: int, about_age_on: date, day: date) -> str:
    years = age_about(about_age, about_age_on, day)
    if years > 0:
        return f"about {years}"
    span = born_about(about_age, about_age_on)
    if day < span.first:
        return "not yet born"
    return "a baby" if years == 0 else "a baby or not yet born"


def _say_lived(born: date, until: date) -> str:
    if until < born:
        return "not yet born"
    months = months_lived(born, until)
    if months >= 24:
        return str(months // 12)
    if months >= 3:
        return f"{months} months"
    days = (until - born).days
    if days < 7:
        return _counted(days, "day") if days else "less than a day"
    return _counted(days // 7, "week")


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
