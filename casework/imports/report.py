"""What an import did, or would do: figures, problems by line, and changes."""

from collections import Counter
from dataclasses import dataclass, field

from casework.refusal import Refusal


class Unreadable(Refusal):
    """The file as a whole cannot be read: one sentence says why, and nothing of it is imported."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`kind` is the same words for all that are alike, so that they can be counted; `child` is the file's number."""

    line: int
    child: str
    field: str
    sentence: str
    kind: str
    refused: bool

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", {self.child}" if self.child else "") + f", {self.field}"
        return printable(f"{where}: {self.sentence}")


def printable(text: str) -> str:
    """In one line and without control characters: text of a file is printed on a terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)


# More are counted and not kept: nobody reads them, and a hostile file could make any number.
MOST_KEPT = 20_000


@dataclass
class ImportReport:
    """`figures` count rows by what they are; `kinds` count problems by kind, all of them."""

    figures: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    refused: int = 0
    kept: bool = False

    def add_problem(self, problem: Problem) -> None:
        self.kinds[problem.kind, problem.refused] += 1
        self.refused += problem.refused
        if len(self.problems) < MOST_KEPT or (problem.refused and self.refused <= MOST_KEPT):
            self.problems.append(problem)

    def add_change(self, sentence: str) -> None:
        self.figures["changed"] += 1
        if len(self.changes) < MOST_KEPT:
            self.changes.append(sentence)

    @property
    def warnings(self) -> int:
        return self.kinds.total() - self.refused
