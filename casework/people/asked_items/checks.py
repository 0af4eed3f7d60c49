"""What may be said of an asked item: contradictions are refused with a sentence (A10.9)."""

from typing import NamedTuple

from casework.access import Can, access_of
from casework.people.asked_items.models import CODES_BY_ITEM, Answer
from casework.people.asked_items.queries import choices_for
from casework.refusal import Refusal

EXCLUSIVE_CODE = "NONE"
MAX_LENGTH = 300


class GivenAnswer(NamedTuple):
    """`values` are codes of the item's list, or one text; `to_ask` is the user who will ask, or None."""

    answer: str
    values: tuple = ()
    to_ask: object = None
    detail: str = ""


class AnswerError(NamedTuple):
    """`part` is the part of the item's fields that the sentence belongs to."""

    part: str
    sentence: str


def answer_error(item, said, *, today, kept=()):
    """The first contradiction in what was said of an item, or None."""
    if said.answer not in (*Answer.values, ""):
        return AnswerError("answer", f"{item.label}: choose from those offered.")
    if said.answer == Answer.KNOWN:
        return _values_error(item, said, today, kept) or _asker_error(said)
    if said.values or said.detail:
        return AnswerError("answer", f"{item.label}: you gave an answer. Choose ‘Known’, or clear what you gave.")
    if not said.answer:
        return AnswerError("answer", f"{item.label}: choose ‘Known’, ‘Not yet known’ or ‘Declined to say’.")
    return _asker_error(said, item.label)


def _asker_error(said, label=""):
    if said.answer == Answer.NOT_YET_KNOWN and said.to_ask is None:
        return AnswerError("to_ask", f"{label}: choose who will ask.")
    if said.answer != Answer.NOT_YET_KNOWN and said.to_ask is not None:
        return AnswerError(
            "to_ask", "Nobody has to ask what is known or declined. Choose ‘Nobody’, or ‘Not yet known’."
        )
    return None


def _values_error(item, said, today, kept):
    if not said.values:
        return AnswerError("value", f"{item.label}: give the answer, or choose another than ‘Known’.")
    if any(len(value) > MAX_LENGTH for value in (*said.values, said.detail)):
        return AnswerError("value", f"{item.label}: use at most {MAX_LENGTH} characters.")
    if not item.several and len(said.values) > 1:
        return AnswerError("value", f"{item.label}: choose one.")
    if item.codes and not {code for code, _ in choices_for(item, today, kept)}.issuperset(said.values):
        return AnswerError("value", f"{item.label}: choose from those offered.")
    if EXCLUSIVE_CODE in said.values and len(said.values) > 1:
        alone = CODES_BY_ITEM[item.key].label(EXCLUSIVE_CODE)
        return AnswerError("value", f"{item.label}: ‘{alone}’ stands alone. Choose it, or the others.")
    return None


def check_answer(family, item, said, row, today):
    kept = row.values if row else ()
    if wrong := answer_error(item, said, today=today, kept=kept):
        raise Refusal(wrong.sentence, f"{item.key}_{wrong.part}")
    new = said.to_ask is not None and (row is None or row.to_ask_id != said.to_ask.pk)
    if new and not access_of(said.to_ask, family, today=today).can(Can.RECORD):
        raise Refusal(f"{said.to_ask} does not work with this family. Choose somebody who does.", f"{item.key}_to_ask")
