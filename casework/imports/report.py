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
    run: int | None = None  # the number of the run, where it was kept
    # The numbers of children, or the keys of families, that do not come in.
    aside: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    # What a file of families names and is not here.
    missing_teams: list[str] = field(default_factory=list)
    missing_workers: list[str] = field(default_factory=list)

    def add_problem(self, problem: Problem) -> None:
        self.kinds[problem.kind, problem.refused] += 1
        self.refused += problem.refused
        if len(self.problems) < MOST_KEPT or (problem.refused and self.refused <= MOST_KEPT):
            self.problems.append(problem)

    def add_change(self, sentence: str) -> None:
        self.figures["changed"] += 1
        if len(self.changes) < MOST_KEPT:
            self.changes.append(sentence)

    def add_move(self, sentence: str) -> None:
        self.figures["moved"] += 1
        if len(self.moves) < MOST_KEPT:
            self.moves.append(sentence)

    def add_gone(self, sentence: str) -> None:
        self.figures["gone"] += 1
        if len(self.gone) < MOST_KEPT:
            self.gone.append(sentence)

    def set_aside(self, name: str) -> None:
        self.figures["set aside"] += 1
        if len(self.aside) < MOST_KEPT:
            self.aside.append(name)

    def mark(self) -> tuple[Counter[str], int, int, int]:
        """Where the report stands, before something is tried that may not come in."""
        return self.figures.copy(), len(self.changes), len(self.moves), len(self.gone)

    def back_to(self, mark: tuple[Counter[str], int, int, int]) -> None:
        """Forget the figures, changes and moves since: what was tried did not come in."""
        self.figures, changes, moves, gone = mark
        del self.changes[changes:], self.moves[moves:], self.gone[gone:]

    @property
    def warnings(self) -> int:
        return self.kinds.total() - self.refused
