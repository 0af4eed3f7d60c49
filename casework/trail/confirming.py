"""What is odd and is recorded all the same: since somebody said that it is so, or since a file that is read says it.

What was confirmed stands, as the reason of the change, with each row that the act saves after it was asked.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from casework.refusal import Odd

LONGEST_REASON = 100
# The reason of a change that only brings one entry of a person to what was recorded of another.
OF_ANOTHER_ENTRY = "Recorded of another entry of the same person"


class _Confirming:
    """`sentences` that were confirmed; None: whatever is odd is noted. `found` is what was asked and let pass."""

    def __init__(self, sentences: Collection[str] | None) -> None:
        self.sentences = sentences
        self.found: list[Odd] = []

    def lets_pass(self, odd: Odd) -> bool:
        return self.sentences is None or odd.sentence in self.sentences


_confirming: ContextVar[_Confirming | None] = ContextVar("confirming", default=None)
_of_another: ContextVar[bool] = ContextVar("of_another", default=False)


@contextmanager
def confirming(sentences: Collection[str] | None) -> Iterator[list[Odd]]:
    """Let those odd facts pass whose sentence is one of `sentences`; gives the list of those that passed.

    With None all pass: for a file that is read, whose reader is told what was odd.
    """
    now = _Confirming(sentences)
    token = _confirming.set(now)
    try:
        yield now.found
    finally:
        _confirming.reset(token)


@contextmanager
def of_another_entry() -> Iterator[None]:
    """What is saved within it says in its history that it was recorded of another entry of the same person."""
    token = _of_another.set(True)
    try:
        yield
    finally:
        _of_another.reset(token)


def ask(odd: Odd) -> None:
    """Raise `odd` unless it was confirmed."""
    now = _confirming.get()
    if now is None or not now.lets_pass(odd):
        raise odd
    now.found.append(odd)


def reason() -> str:
    """For the trail, what was confirmed in this act: 'Confirmed: the mother is recorded as male'; or ''."""
    now = _confirming.get()
    if _of_another.get():
        return OF_ANOTHER_ENTRY
    if now is None or not now.found:
        return ""
    briefs = "; ".join(dict.fromkeys(odd.brief for odd in now.found))
    return f"{'Read from a file' if now.sentences is None else 'Confirmed'}: {briefs}"[:LONGEST_REASON]
