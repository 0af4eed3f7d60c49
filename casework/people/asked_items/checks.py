"""What may be answered to an asked item: contradictions are refused with a sentence (A10.9)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.access import Can, access_of
from casework.families.models import Family
from casework.people.asked_items.models import CODES_BY_ITEM, Answer, AskedItem, Item
from casework.people.asked_items.queries import choices_for
from casework.refusal import Refusal
from casework.users.models import User

EXCLUSIVE_CODE = "NONE"
MAX_LENGTH = 300


class GivenAnswer(NamedTuple):
    """`values` are codes of the item's list, or one text; `to_ask` is the user who will ask, or None."""

    answer: str
    values: tuple[str, ...] = ()
    to_ask: User | None = None
    detail: str = ""


class AnswerError(NamedTuple):
    """`part` is the part of the item's fields that the sentence belongs to."""

    part: str
    sentence: str


def answer_error(
    item: Item, given: GivenAnswer, *, today: date, still_allowed: Iterable[str] = ()
) -> AnswerError | None:
    """The first contradiction in what was answered to an item, or None."""
    if given.answer not in (*Answer.values, ""):
        return AnswerError("answer", f"{item.label}: choose from those offered.")
    if given.answer == Answer.KNOWN:
        return _values_error(item, given, today, still_allowed) or _asker_error(given)
    if given.values or given.detail:
        return AnswerError("answer", f"{item.label}: you gave an answer. Choose ‘Known’, or clear what you gave.")
    if not given.answer:
        return AnswerError("answer", f"{item.label}: choose ‘Known’, ‘Not yet known’ or ‘Declined to say’.")
    return _asker_error(given, item.label)


def _asker_error(given: GivenAnswer, label: str = "") -> AnswerError | None:
    if given.answer == Answer.NOT_YET_KNOWN and given.to_ask is None:
        return AnswerError("to_ask", f"{label}: choose who will ask.")
    if given.answer != Answer.NOT_YET_KNOWN and given.to_ask is not None:
        return AnswerError(
            "to_ask", "Nobody has to ask what is known or declined. Choose ‘Nobody’, or ‘Not yet known’."
        )
    return None


def _values_error(item: Item, given: GivenAnswer, today: date, still_allowed: Iterable[str]) -> AnswerError | None:
    if not given.values:
        return AnswerError("value", f"{item.label}: give the answer, or choose another than ‘Known’.")
    if any(len(value) > MAX_LENGTH for value in (*given.values, given.detail)):
        return AnswerError("value", f"{item.label}: use at most {MAX_LENGTH} characters.")
    if not item.several and len(given.values) > 1:
        return AnswerError("value", f"{item.label}: choose one.")
    if item.codes and not {code for code, _ in choices_for(item, today, still_allowed)}.issuperset(given.values):
        return AnswerError("value", f"{item.label}: choose from those offered.")
    if EXCLUSIVE_CODE in given.values and len(given.values) > 1:
        alone = CODES_BY_ITEM[item.key].label(EXCLUSIVE_CODE)
        return AnswerError("value", f"{item.label}: ‘{alone}’ stands alone. Choose it, or the others.")
    return None


def check_answer(family: Family, item: Item, given: GivenAnswer, row: AskedItem | None, today: date) -> None:
    """Refuse a contradiction, or a new asker who does not work with the family; `row` is what is saved now."""
    still_allowed = row.values if row else ()
    if wrong := answer_error(item, given, today=today, still_allowed=still_allowed):
        raise Refusal(wrong.sentence, f"{item.key}_{wrong.part}")
    asker = given.to_ask
    if asker is None or (row and row.to_ask_id == asker.pk):
        return
    if not access_of(asker, family, today=today).can(Can.RECORD):
        raise Refusal(f"{asker} does not work with this family. Choose somebody who does.", f"{item.key}_to_ask")
