"""The rules that a child of a return is held to, each by itself.

A rule is a function of the child and the context; it yields a breach (line, element, sentence) for each fault. The
numbers are those of the Department for Education's own validation of the census, so that a figure can be compared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from casework.imports.census.schema import Child
from casework.imports.report import Problem
from casework.practice import codes


@dataclass(frozen=True, kw_only=True)
class RuleContext:
    """`counted_on` is the day on which the return was taken: of what is open the length is counted up to it."""

    today: date
    counted_on: date


Breach = tuple[int, str, str]  # line, element, sentence
Check = Callable[[Child, RuleContext], Iterator[Breach]]


@dataclass(frozen=True)
class Rule:
    numbers: str
    words: str
    refuses: bool
    broken_by: Check

    @property
    def kind(self) -> str:
        return f"{self.words} ({self.numbers})" if self.numbers else self.words


def collector(rules: list[Rule], *, refuses: bool) -> Callable[[str, str], Callable[[Check], Check]]:
    """A decorator that adds a function to `rules`, under its numbers and the words by which breaches are counted."""

    def rule(numbers: str, words: str) -> Callable[[Check], Check]:
        def keep(function: Check) -> Check:
            rules.append(Rule(numbers, words, refuses, function))
            return function

        return keep

    return rule


def problems_of(child: Child, context: RuleContext, rules: Iterable[Rule]) -> Iterator[Problem]:
    """All that `rules` find wrong with one child."""
    for rule in rules:
        for line, element, sentence in rule.broken_by(child, context):
            words = f"{sentence} (rule {rule.numbers})" if rule.numbers else sentence
            yield Problem(
                line=line, child=child.number or "", field=element, sentence=words, kind=rule.kind, refused=rule.refuses
            )


def every(child: Child, name: str) -> list[Any]:
    """The assessments, plans or enquiries of all referrals of the child."""
    return list(chain.from_iterable(getattr(episode, name) for episode in child.episodes))


def overlap(started: date | None, ended: date | None, other_started: date | None, other_ended: date | None) -> bool:
    """Whether two spans share more than the day on which one ends and the other begins."""
    if started is None or other_started is None:
        return False
    return (ended is None or other_started < ended) and (other_ended is None or started < other_ended)


def of_another_time(name: str, value: str | None, day: date | None) -> bool:
    """Whether the list knows the code, and not on that day."""
    known = next((code for code in codes.code_list(name).codes if code.code == value), None)
    return bool(known and day and not known.valid_on(day))
