"""How old children were on the day of a line of the chronology."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.people.models import Person
from casework.words import say_age


@dataclass
class _Living:
    """A child as on the day: the age before a later death says nothing of it."""

    born: date | None
    died: date | None = None
    unborn: bool = False
    expected: date | None = None
    pregnancy_ended_on: date | None = None


def age_on(child: Person, day: date) -> str:
    """'7', '5 months', 'unborn', 'newborn'; '' where the child had died, or the pregnancy ended, before `day`."""
    if child.pregnancy_ended_on and child.pregnancy_ended_on < day:
        return ""
    if child.born is None or child.born > day:
        return "unborn"
    if child.born == day:
        return "newborn"
    if child.died and child.died < day:
        return ""
    return say_age(_Living(child.born), day)


def ages_on(children: Iterable[Person], day: date) -> str:
    """'Mia 7, Ben 5 months' (a name and its age on one line) for `children`, on `day`."""
    ages = ((child, age_on(child, day)) for child in children)
    return ", ".join(f"{child}\N{NO-BREAK SPACE}{age}" for child, age in ages if age)
