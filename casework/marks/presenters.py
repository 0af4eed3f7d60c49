"""The mark that a passage bears wherever its words stand: 'disputed by Ann Ash, Thu 3 Dec 2026; answered …'."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse

from casework.answers.models import Answer, AnswerKind, Outcome
from casework.answers.states import AnswerState
from casework.marks.queries import answers_by_subject
from casework.subjects import key_of
from casework.words import say_date

SAID = {
    AnswerKind.ADDITION: "Added to",
    AnswerKind.CORRECTION: "Disputed",
    AnswerKind.VIEW: "Seen differently",
    AnswerKind.REOPENED: "Said to be finished in error",
}


class Mark(NamedTuple):
    """`words` travel with the passage, and say who where that may be told; `url` opens the text by rights.

    `text` is that of an addition which is held back from nobody; `on_copies` what may leave on a copy for the family.
    """

    words: str
    unnamed: str
    url: str
    looked_into: bool
    text: str = ""
    on_copies: str = ""


def marks_of(row: Any) -> list[Mark]:
    """The marks of a passage or a note, the earliest first."""
    return [mark_of(answer) for answer in answers_by_subject(row.family_id).get(key_of(row), ())]


def without_names(marks: Iterable[Mark]) -> list[Mark]:
    """That something is disputed and when; neither by whom, nor what was said, nor a way to it."""
    return [mark._replace(words=mark.unnamed, url="", text="", on_copies="") for mark in marks]


def mark_of(answer: Answer) -> Mark:
    own = answer.outcome == Outcome.CORRECTED and answer.settled_by_id == answer.colleague_id
    said, when = "Corrected" if own else SAID[AnswerKind(answer.kind)], f"{say_date(answer.said_on)}{_became(answer)}"
    held = bool(answer.held_from.all())
    return Mark(
        words=f"{said} by {said_by(answer)}, {when}",
        unnamed=f"{said}, {when}",
        url=reverse("answer", args=[answer.family_id, answer.pk]),
        looked_into=answer.state == AnswerState.LOOKED_INTO,
        text=answer.text if answer.kind == AnswerKind.ADDITION and not held else "",
        on_copies=answer.text if answer.on_copies and not held else "",
    )


def said_by(answer: Answer) -> str:
    return str(answer.person or answer.colleague or answer.named)


def _became(answer: Answer) -> str:
    if answer.settled_at:
        return f"; answered {say_date(answer.settled_at)}"
    return "; being looked into" if answer.state == AnswerState.LOOKED_INTO else ""
