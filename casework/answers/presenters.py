"""An answer as its pages show it: of what, what is said by whom, and what became of it."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.access import Can, may_take
from casework.answers.models import Answer, AnswerHeldBack
from casework.answers.queries import answers_of, as_it_was, may_read_text, open_answers, subject_of
from casework.answers.states import AnswerState
from casework.families.models import Family
from casework.marks.presenters import Mark, mark_of, said_by
from casework.marks.registry import BY_TYPE
from casework.subjects import SubjectKey, find_all, related_by_type
from casework.users.models import User
from casework.words import say_date


class AnswerLine(NamedTuple):
    """`heading` is that of the passage; '' where it is gone."""

    answer: Answer
    mark: Mark
    heading: str


class AnswerPage(NamedTuple):
    """`words` as they read when they were answered; `text` is '' where it is held back from the reader."""

    answer: Answer
    mark: Mark
    heading: str
    words: str
    page: str
    said_by: str
    text: str
    readable: bool
    held: list[AnswerHeldBack]
    may_settle: bool
    may_hold: bool
    may_decide: bool


def lines_of(answers: Iterable[Answer]) -> list[AnswerLine]:
    """The rows that they are about are fetched in one query for each type."""
    answers = list(answers)
    keys = [SubjectKey(each.subject_type, each.subject_id) for each in answers]
    rows = find_all(keys, related_by_type(BY_TYPE.values()))
    found = [(each, rows.get(key)) for each, key in zip(answers, keys, strict=True)]
    return [
        AnswerLine(each, mark_of(each), BY_TYPE[each.subject_type].heading(row))
        for each, row in found
        if row is not None and BY_TYPE[each.subject_type].read(row)
    ]


def answers_in(family: Family) -> list[AnswerLine]:
    return lines_of(answers_of(family).prefetch_related("held_from").order_by("-at", "-pk"))


def to_ask_about(family: Family) -> list[AnswerLine]:
    """What is disputed and not answered: the next version asks what became of it."""
    return lines_of(open_answers(family).prefetch_related("held_from"))


def page_of(family: Family, answer: Answer, user: User) -> AnswerPage:
    access = family.access
    row, entry = subject_of(answer), BY_TYPE[answer.subject_type]
    was = as_it_was(row, answer.read_history_id) if row else None
    readable = may_read_text(answer, user, access)
    settles = may_take(access, "settle_answer")
    return AnswerPage(
        answer=answer,
        mark=mark_of(answer),
        heading=entry.heading(row) if row else "",
        words=entry.words(was) if was else "",
        page=entry.page(row) if row else "",
        said_by=said_by(answer),
        text=answer.text if readable else "",
        readable=readable,
        held=list(answer.held_from.select_related("person", "user", "by")),
        may_settle=settles and answer.state == AnswerState.LOOKED_INTO,
        may_hold=access.can(Can.RECORD) and readable,
        may_decide=settles and access.can(Can.RECORD),
    )


def heard(answer: Answer) -> str:
    """'Ann Ash, Thu 3 Dec 2026, by letter; recorded by Sue Sands'."""
    how = f", {answer.get_received_display().lower()}" if answer.received else ""
    return f"{said_by(answer)}, {say_date(answer.said_on)}{how}; recorded by {answer.by}"
