"""On which day a person may have died."""

from datetime import date

from casework.lives.checks import END, check_day
from casework.people.models import Person
from casework.refusal import Refusal
from casework.words import say_date


def check_day_of_death(person: Person, died: date, today: date) -> None:
    if died > today:
        raise Refusal("This day lies in the future. Check the day.", "died")
    if person.born_from and died < person.born_from:
        raise Refusal(f"{person} was born on {say_date(person.born_from)}. Check the day.", "died")
    check_day(END, died, today, "died")
