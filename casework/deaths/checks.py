"""On which day a person may have died."""

from casework.refusal import Refusal
from casework.words import say_date


def check_day_of_death(person, died, today):
    if died > today:
        raise Refusal("This day lies in the future. Check the day.", "died")
    if person.born and died < person.born:
        raise Refusal(f"{person} was born on {say_date(person.born)}. Check the day.", "died")
