"""How old children were on the day of an entry: what a reader of the story needs to picture them."""

from typing import NamedTuple

from casework.words import say_age


class _Living(NamedTuple):
    """A child before whatever came later: a death that lay ahead is not told in the age."""

    born: object
    died: object = None
    unborn: bool = False


def age_on(child, day):
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


def ages_on(children, day):
    """'Mia 7, Ben 5 months' (a name and its age on one line) for `children`, on `day`."""
    told = ((child, age_on(child, day)) for child in children)
    return ", ".join(f"{child}\N{NO-BREAK SPACE}{age}" for child, age in told if age)
