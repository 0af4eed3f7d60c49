"""What an import did, or would do: figures, what is wrong, and what changed."""

from collections import Counter
from dataclasses import dataclass, field

from casework.imports.problems import Problem

# More are counted and not kept: nobody reads them, and a hostile file could make any number.
MOST_KEPT = 20_000


@dataclass
class Report:
    """`figures` count rows by what they are; `kinds` count problems by kind, all of them."""

    figures: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    refused: int = 0
    kept: bool = False

    def found(self, problem):
        self.kinds[problem.kind, problem.refused] += 1
        self.refused += problem.refused
        if len(self.problems) < MOST_KEPT or (problem.refused and self.refused <= MOST_KEPT):
            self.problems.append(problem)

    def changed(self, sentence):
        self.figures["changed"] += 1
        if len(self.changes) < MOST_KEPT:
            self.changes.append(sentence)

    @property
    def warnings(self):
        return self.kinds.total() - self.refused
