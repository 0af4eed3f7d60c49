"""What refuses an answer."""

from datetime import date

from casework.families.models import Family
from casework.people.models import Person
from casework.people.own_right.models import OwnRight
from casework.people.own_right.queries import is_asked
from casework.refusal import Refusal


def check_answer(family: Family, person: Person, answer: str, because: str, today: date) -> None:
    if not is_asked(family, person, today):
        raise Refusal(f"This is asked of a parent under 18, and {person} is not one in this family now.")
    if answer not in OwnRight.values:
        raise Refusal("Choose one of the answers.", "answer")
    if not because.strip():
        raise Refusal("Say how they are helped, or why they are not a child in need.", "because")
