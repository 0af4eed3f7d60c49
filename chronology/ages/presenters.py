"""How old children were on the day of a line of the chronology."""

from collections.abc import Iterable
from datetime import date

from casework.people.models import Person
from casework.words import NOT_KNOWN, say_age_then

# More than these nobody reads before each line.
MOST_AGES = 4


def age_on(child: Person, day: date) -> str:
    """'7', '5 months', 'about 6', 'age not known', 'unborn', 'newborn'; '' where the child had died, or the pregnancy
    ended, before `day`."""
    if child.pregnancy_ended_on and child.pregnancy_ended_on < day:
        return ""
    if child.unborn or (child.born_from and day < child.born_from):
        return "unborn"
    if child.born == day:
        return "newborn"
    if child.died and child.died < day:
        return ""
    return say_age_then(child, day, short=True) or NOT_KNOWN


def ages_on(children: Iterable[Person], day: date) -> str:
    """'Mia 7, Ben 5 months' (a name and its age on one line) for `children`, the oldest first, on `day`; of many
    '15 children, from newborn to 16'."""
    ages = [(child, age) for child in children if (age := age_on(child, day))]
    if len(ages) > MOST_AGES:
        return f"{len(ages)} children, from {ages[-1][1]} to {ages[0][1]}"
    return ", ".join(f"{child}\N{NO-BREAK SPACE}{age}" for child, age in ages)
