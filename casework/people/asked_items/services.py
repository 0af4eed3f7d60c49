"""Saving what was answered (A10.9)."""

from django.utils import timezone

from casework.access import Can, require
from casework.people.asked_items import queries
from casework.people.asked_items.checks import check_answer
from casework.people.asked_items.models import ITEMS_BY_KEY, Answer, AskedItem
from casework.people.checks import check_member
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock


@service
def save_answers(family, person, *, seen, said, asked_on, by, at):
    """Save what was said of the asked items (by item); the others stay as they are (A10.9).

    What changes and was answered or declined was asked on `asked_on`.
    """
    require(by, family, Can.RECORD)
    person, today = lock(person), timezone.localdate(at)
    check_member(family, person)
    before = queries.answers_of(person)
    check_fingerprint(seen, queries.fingerprint_of_answers(before))
    if asked_on > today:
        raise Refusal("You cannot have asked in the future. Give the day on which you asked.", "asked_on")
    for key, each in said.items():
        check_answer(family, ITEMS_BY_KEY[key], each, before.get(key), today)
    for key, each in said.items():
        _save_answer(person, key, each, before.get(key), asked_on)
    return person


def _save_answer(person, key, said, row, asked_on):
    values = {"answer": said.answer, "values": list(said.values), "to_ask": said.to_ask, "detail": said.detail}
    asked_on = None if said.answer == Answer.NOT_YET_KNOWN else asked_on
    if row is None:
        AskedItem.objects.create(person=person, item=key, asked_on=asked_on, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        change(row, asked_on=asked_on, **values)
