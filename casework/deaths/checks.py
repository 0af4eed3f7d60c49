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
        birth = f"was born on {say_date(person.born)}" if person.born else "cannot have been born yet on that day"
        raise Refusal(f"{person} {birth}. Check the day.", "died")
    check_day(END, died, today, "died")
