"""The rules that a child of a return is held to, each by itself.

A rule is a function of the child and the context; it yields (line, element, sentence) for whatever breaks it. The
numbers are those of the Department for Education's own validation of the census, so that a figure can be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from casework.imports.report import Problem
from casework.practice import codes


@dataclass(frozen=True, kw_only=True)
class RuleContext:
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


def every(child, name):
    """The assessments, plans or enquiries of all referrals of the child."""
    return list(chain.from_iterable(getattr(episode, name) for episode in child.episodes))


def overlap(started, ended, other_started, other_ended):
    """Whether two spans share more than the day on which one ends and the other begins."""
    if started is None or other_started is None:
        return False
    return (ended is None or other_started < ended) and (other_ended is None or started < other_ended)


def of_another_time(name, value, day):
    """Whether the list knows the code, and not on that day."""
    known = next((code for code in codes.code_list(name).codes if code.code == value), None)
    return bool(known and day and not known.valid_on(day))
