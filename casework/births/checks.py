"""What may be recorded of a birth: who was expected, when, and what each child needs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from casework.people.models import Person, Sex
from casework.refusal import Refusal
from casework.words import say_date

# So far from the expected date a birth is a slip of the hand, or the expected date was one.
EARLY, LATE = timedelta(weeks=20), timedelta(weeks=8)
PREGNANCY = timedelta(weeks=42)


class Newborn(NamedTuple):
    name: str
    sex: str


def check_expected(person: Person) -> date:
    """The date on which the birth is expected; raises a Refusal where none is expected any more."""
    if person.pregnancy_ended_on:
        raise Refusal(f"It is recorded that this pregnancy ended on {say_date(person.pregnancy_ended_on)}.")
    if person.born or person.expected is None:
        born = f" on {say_date(person.born)}" if person.born else ""
        raise Refusal(f"{person} was born{born}, as is recorded. If that is not right, put it right.")
    return person.expected


def check_expected_again(expected: date, today: date) -> None:
    """The new date of a birth that has not been."""
    if expected < today:
        raise Refusal("This day has passed. If the child was born on it, record the birth.", "expected_on")
    if expected > today + PREGNANCY:
        raise Refusal("This is longer ahead than a pregnancy lasts. Check the date.", "expected_on")


def check_children(children: Sequence[Newborn]) -> None:
    if not children:
        raise Refusal("Give the name and the sex of each child who was born.")
    for place, child in enumerate(children):
        if not child.name.strip():
            raise Refusal(f"Give the name of child {place + 1}, as far as it is known.")
        if child.sex not in Sex.values:
            raise Refusal(f"Choose the sex of child {place + 1}.")


def check_day_of_birth(born: date, today: date, expected: date | None = None) -> None:
    if born > today:
        raise Refusal("This day lies in the future. Record the birth when the child is born.", "born")
    if expected and not expected - EARLY <= born <= expected + LATE:
        raise Refusal(
            f"The birth was expected on {say_date(expected)}. Check the day of birth; if the expected date was wrong, "
            "put that right first.",
            "born",
        )
