"""What was asked once is kept for the rest of a request that only reads, until something is written."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")

# None outside a request for reading, and from the first write on: then each question is asked anew.
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def keeping_answers() -> Iterator[None]:
    """Within it `asked_once` keeps its answers."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The kept answer to `question`, or what `ask` gives, which is kept while answers are."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return answers[question]


def forget() -> None:
    """Something is about to be written: nothing is kept any more in this request."""
    _answers.set(None)
