"""What an import finds wrong: each with its line, the child, the field and a sentence; refused, or only a warning."""

from dataclasses import dataclass

from casework.refusal import Refusal


class Unreadable(Refusal):
    """The file as a whole cannot be read: one sentence says why, and nothing of it is brought in."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`kind` is the same words for all that are alike, so that they can be counted; `child` is its number there."""

    line: int
    child: str
    field: str
    sentence: str
    kind: str
    refused: bool

    def __str__(self):
        where = f"line {self.line}" + (f", {self.child}" if self.child else "") + f", {self.field}"
        return printable(f"{where}: {self.sentence}")


def printable(text):
    """In one line and without anything that a terminal would obey: what a file says is shown to people."""
    return "".join(character if character.isprintable() else "�" for character in text)
