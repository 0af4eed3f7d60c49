"""What somebody can be in a family at their age: asked by every door through which a role is given or a birth (C17).

Entering, correcting and changing a role, bringing in, coming back, births, corrections of a birth, both imports. Pure.
"""

from datetime import date

from casework.ages import ADULT
from casework.families.models import CHILDREN, FamilyRole
from casework.lives.checks import (
    PARENT_FROM,
    PARENT_USUALLY_FROM,
    Life,
    check_oldest,
    oldest_on,
    youngest_on,
)
from casework.refusal import Odd, Refusal
from casework.trail.confirming import ask
from casework.words import say_date

GROWN_CHILD = 25
CHECK_THE_BIRTH = "Check the date of birth, and what they are in this family."


def check_in_role(
    person: Life, role: str, day: date, today: date, field: str | None = "born", *, remedy: str = CHECK_THE_BIRTH
) -> None:
    """Refuse somebody who is or begins to be, on `day`, what nobody of that age is; ask where it is only odd.

    `role` is a `FamilyRole`; `remedy` a sentence that says what to do on the page on which it is refused.
    """
    check_role(role, unborn=person.unborn, field="expected" if field == "born" else field)
    check_oldest(person, today, field)
    if role in CHILDREN:
        _check_age_as_child(person, day, today, field, remedy)
    else:
        _check_age_as_adult(person, day, today, field, remedy, parent=role == FamilyRole.PARENT)


def check_role(role: str, *, unborn: bool, field: str | None = "expected") -> None:
    """A role that there is, and a child's for whoever is not born yet; asked by itself only before the others."""
    if role not in FamilyRole.values:
        raise Refusal("Choose what this person is in this family.", "role")
    if unborn and role not in CHILDREN:
        raise Refusal("An expected date is for an unborn child. Clear it for an adult.", field)


def check_holder(person: Life, child: Life, day: date, today: date, field: str | None = None) -> None:
    """Refuse that somebody holds parental responsibility who is not born, or died, or is a child of under 10 then.

    A parent under 18 may hold it; under 13 it is odd. `day` is the first on which they hold it, as far as is known.
    """
    if person.unborn:
        raise Refusal(f"{person} is not born yet, and holds it for nobody. Choose somebody else.", field)
    if person.died and (day > person.died or (child.born_from and child.born_from > person.died)):
        raise Refusal(f"{person} died on {say_date(person.died)}, before that. Choose somebody else.", field)
    oldest = oldest_on(person, day)
    if oldest is None or oldest >= PARENT_USUALLY_FROM:
        return
    age = _age(person, oldest, day, today)
    if oldest < PARENT_FROM:
        raise Refusal(f"{age}, and holds parental responsibility for nobody. Choose somebody else.", field)
    ask(
        Odd(
            f"{age}. Check that {person} holds parental responsibility.", field,
            brief=f"somebody of {oldest} holds parental responsibility",
        )
    )  # fmt: skip


def _age(person: Life, years: int, day: date, today: date) -> str:
    """'Mia is 2', or of an earlier day 'Mia was 2 on 3 Nov 2026' or 'Mia was not born on 3 Nov 2026'."""
    if day >= today:
        return f"{person} is {max(years, 0)}"
    return f"{person} was {years if years >= 0 else 'not born'} on {say_date(day)}"


def _check_age_as_child(person: Life, day: date, today: date, field: str | None, remedy: str) -> None:
    """Whoever is a child: odd from 18, impossible from 25."""
    youngest = youngest_on(person, day)
    if youngest is None or youngest < ADULT:
        return
    age = _age(person, youngest, day, today)
    if youngest >= GROWN_CHILD:
        raise Refusal(f"{age}, so not a child. {remedy}", field)
    ask(
        Odd(
            f"{age}, and is entered as a child. {remedy}",
            field,
            brief="somebody of 18 or more is entered as a child",
        )
    )


def _check_age_as_adult(person: Life, day: date, today: date, field: str | None, remedy: str, *, parent: bool) -> None:
    """Whoever is a parent or another adult: impossible under 10; odd under 13, of another adult under 18."""
    oldest = oldest_on(person, day)
    if oldest is None or oldest >= (PARENT_USUALLY_FROM if parent else ADULT):
        return
    age, as_what = _age(person, oldest, day, today), "a parent or carer" if parent else "an adult"
    if oldest < PARENT_FROM:
        raise Refusal(f"{age}, so not {as_what}. {remedy}", field)
    ask(
        Odd(
            f"{age}, and is entered as {as_what}. {remedy}",
            field,
            brief=f"somebody of {oldest} is entered as {as_what}",
        )
    )
