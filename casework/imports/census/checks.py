"""The rules that a child of a return is held to, each by itself, and the check of the return as a whole.

A rule is a function of the child and the context; it yields (line, element, sentence) for whatever breaks it. The
numbers are those of the Department for Education's own validation of the census, so that a figure can be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from casework.imports.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Context:
    """`counted_on` is the day on which the return was taken: of what is open the length is counted up to it."""

    today: date
    counted_on: date


@dataclass(frozen=True)
class Rule:
    numbers: str
    words: str
    refuses: bool
    broken_by: Callable

    @property
    def kind(self):
        return f"{self.words} ({self.numbers})" if self.numbers else self.words


def collector(rules, *, refuses):
    """A decorator that adds a function to `rules`, under its numbers and the words by which breaches are counted."""

    def rule(numbers, words):
        def keep(function):
            rules.append(Rule(numbers, words, refuses, function))
            return function

        return keep

    return rule


def problems_of(child, context, rules):
    """All that `rules` find wrong with one child."""
    for rule in rules:
        for line, element, sentence in rule.broken_by(child, context):
            said = f"{sentence} (rule {rule.numbers})" if rule.numbers else sentence
            yield Problem(
                line=line, child=child.number or "", field=element, sentence=said, kind=rule.kind, refused=rule.refuses
            )


@dataclass
class Whole:
    """What has to be unique among all children of a return; ask it once for each child, in order."""

    children: dict = field(default_factory=dict)
    upns: dict = field(default_factory=dict)

    def problems_of(self, child):
        if child.number:
            yield from self._twice(child)
        if child.upn:
            yield from self._same_upn(child)

    def _twice(self, child):
        line, born = self.children.setdefault(child.number, (child.line, child.born or child.expected))
        if line == child.line:
            return
        same = born == (child.born or child.expected)
        yield Problem(
            line=child.line_of("LAchildID"), child=child.number, field="LAchildID", refused=True,
            kind="A child twice in the return (8510)",
            sentence=f"A child with this number stands already in line {line}, "
            + ("with the same birth: put both into one" if same else "with another birth: one number is wrong")
            + ". (rule 8510)",
        )  # fmt: skip

    def _same_upn(self, child):
        other = self.upns.setdefault(child.upn, child.number)
        if other != child.number:
            yield Problem(
                line=child.line_of("UPN"), child=child.number or "", field="UPN", refused=False,
                kind="Two children with one unique pupil number (1520)",
                sentence=f"The child {other} has the same unique pupil number. Both keep it. (rule 1520)",
            )  # fmt: skip
