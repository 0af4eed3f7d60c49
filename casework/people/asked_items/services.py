"""Saving what was answered (A10.9)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.lives.checks import ASKED, Fact, check_in_life
from casework.people.asked_items import queries
from casework.people.asked_items.checks import GivenAnswer, check_answer
from casework.people.asked_items.models import ITEMS_BY_KEY, Answer, AskedItem
from casework.people.checks import check_member
from casework.people.known_apart.queries import is_restricted
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def save_answers(
    family: Family, person: Person, *, fingerprint: str, answers: Mapping[str, GivenAnswer], asked_on: date, by: User,
    at: datetime,
) -> Person:  # fmt: skip
    """Save the `answers` (by item); the items that are not among them stay as they are (A10.9).

    What changes and was answered or declined was asked on `asked_on`.
    """
    require(by, family, Can.RECORD)
    person, today = lock(person), timezone.localdate(at)
    check_member(family, person)
    before = queries.answers_of(family, person)
    check_fingerprint(fingerprint, queries.fingerprint_of_answers(before))
    if asked_on > today:
        raise Refusal("You cannot have asked in the future. Give the day on which you asked.", "asked_on")
    check_in_life(Fact(ASKED, asked_on, person, "asked_on"), today)
    for key, given in answers.items():
        check_answer(family, ITEMS_BY_KEY[key], given, before.get(key), today)
    for key, given in answers.items():
        _save_answer(family, person, key, given, before.get(key), asked_on)
    return person


def _save_answer(
    family: Family, person: Person, key: str, given: GivenAnswer, row: AskedItem | None, asked_on: date
) -> None:
    values = {"answer": given.answer, "values": list(given.values), "to_ask": given.to_ask, "detail": given.detail}
    day = None if given.answer == Answer.NOT_YET_KNOWN else asked_on
    own = row is not None and (row.family_id == family.pk or not is_restricted(family))
    if row is None or not own:
        AskedItem.objects.create(family=family, person=person, item=key, asked_on=day, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        change(row, asked_on=day, family=family, **values)
