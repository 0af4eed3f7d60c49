"""What refuses that two parents or carers share a programme, and that a choice is recorded (A5.6)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.families.models import Family
from casework.lives.checks import SAID, Fact, check_in_life
from casework.people.models import Person
from casework.refusal import Refusal
from casework.words import say_date
from workbook.programmes.sharing.models import Sharing
from workbook.programmes.sharing.queries import parents_in, refusals_among


def check_they_share(family: Family, parents: Iterable[Person], field: str) -> None:
    """Nobody among `parents` has said that they do not share with another of them."""
    if refused := refusals_among(family, parents):
        each = refused[0]
        raise Refusal(
            f"{each.parent} does not share with {each.with_whom}, said on {say_date(each.said_on)}. Choose one of "
            "them, or record first that they share.",
            field,
        )


def check_choice(
    family: Family, parent: Person, with_whom: Person, choice: str, said_on: date, because: str, at: datetime
) -> None:
    """Two parents or carers of the family, a day that has come, and why where one does not share."""
    ids = {person.pk for person in parents_in(family)}
    if parent.pk not in ids:
        raise Refusal("Choose a parent or carer of this family.", "parent")
    if with_whom.pk not in ids or with_whom.one_id == parent.one_id:
        raise Refusal(f"Choose another parent or carer than {parent}.", "with_whom")
    if choice not in Sharing.values:
        raise Refusal("Say whether they share.", "choice")
    if said_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Give the day on which it was said.", "said_on")
    check_in_life(Fact(SAID, said_on, parent, "said_on"), timezone.localdate(at))
    if choice == Sharing.DOES_NOT and not because.strip():
        raise Refusal("Say why they do not share. If no reason was given, say that.", "because")
