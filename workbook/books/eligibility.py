"""The authority's checklist: whether a Workbook is called for (C4)."""

from typing import NamedTuple

from casework import practice
from casework.refusal import Refusal

NONE = "None of these"


class Checked(NamedTuple):
    """The checklist as it was answered, in words that stay true when the practice file changes.

    `answers` are the rows {key, question, answer, met}; `eligible` is whether all were met.
    """

    answers: list
    eligible: bool


def check(answers):
    """`answers` by the key of each question: True or False, or the keys that were chosen of its choices."""
    rows = [_row(criterion, answers.get(criterion.key)) for criterion in practice.current().eligibility]
    return Checked(rows, all(row["met"] for row in rows))


def _row(criterion, given):
    field = f"answer-{criterion.key}"
    if given is None:
        raise Refusal(f"Answer the question of the checklist: {criterion.question}", field)
    words = _chosen(criterion, given, field) if criterion.choices else _yes_or_no(criterion, given, field)
    return {"key": criterion.key, "question": criterion.question, "answer": words, "met": bool(given)}


def _yes_or_no(criterion, given, field):
    if not isinstance(given, bool):
        raise Refusal(f"Answer yes or no: {criterion.question}", field)
    return "Yes" if given else "No"


def _chosen(criterion, given, field):
    if isinstance(given, bool | str) or not set(given) <= set(criterion.choices):
        raise Refusal(f"Choose among those offered: {criterion.question}", field)
    return ", ".join(words for key, words in criterion.choices.items() if key in given) or NONE


def require_reason_against(checked, opens, because):
    """A decision against the checklist says why (C4)."""
    if checked.eligible == opens or because.strip():
        return
    told = "all of it is met" if checked.eligible else "not all of it is met"
    act = "a Workbook is opened all the same" if opens else "no Workbook is opened all the same"
    raise Refusal(f"This goes against the checklist: {told}. Say why {act}.", "override_because")
