"""Whether somebody may be brought in: whoever works with them elsewhere has agreed."""

from datetime import date, datetime

from django.utils import timezone

from casework.families.models import Family
from casework.lives.checks import MEMBERSHIP, Fact, check_in_life
from casework.matching.asking import queries
from casework.matching.asking.models import ANSWERS, AskAnswer, BringInAsk
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User
from casework.words import say_date

TO_ASK = "{} belongs to another family, with which you do not work. Ask its manager first."


def asks_to_use(family: Family, person: Person, by: User, from_date: date | None, today: date) -> list[BringInAsk]:
    """The agreements on which `by` brings the person in; a Refusal where one is missing, or begins later."""
    if family.members_now().filter(person__in=person.all_ids).exists():
        return []  # they belong to it already, which is refused for itself
    used = []
    for asked in queries.families_to_ask(by, family, person, today):
        ask = queries.last_ask(asked, family, person)
        if ask is None or not queries.agreed(ask, today) or ask.from_date is None:
            raise Refusal(TO_ASK.format(person))
        if (from_date or today) < ask.from_date:
            raise Refusal(
                f"Their manager agreed from {say_date(ask.from_date)}. Give that day or a later one.", "from_date"
            )
        used.append(ask)
    return used


def check_answer(person: Person, answer: str, because: str, from_date: date | None, at: datetime) -> None:
    if answer not in ANSWERS:
        raise Refusal("Say yes or no.", "answer")
    if answer == AskAnswer.NO and not because.strip():
        raise Refusal("Say why not.", "because")
    if answer == AskAnswer.YES and from_date is None:
        raise Refusal("Say from which day.", "from_date")
    if from_date and from_date > timezone.localdate(at):
        raise Refusal("Give today or an earlier day. If it is to be later, answer then.", "from_date")
    if from_date:
        check_in_life(Fact(MEMBERSHIP, from_date, person, "from_date"), timezone.localdate(at))
