"""Facts and the cases of a child: what is part of the work with a case lies in one, and does not outlive it. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from casework.lives.checks import Fact
from casework.refusal import Odd, Refusal
from casework.trail.confirming import ask
from casework.words import say_date

# So long after a case closed what was agreed at its closing begins: a step down to early help.
STEP_DOWN = timedelta(weeks=6)


class CaseSpan(NamedTuple):
    """A child's case from the day on which it was opened to that of its end, or None."""

    opened_on: date
    closed_on: date | None

    def has(self, day: date) -> bool:
        return self.opened_on <= day <= (self.closed_on or date.max)


def check_in_case(fact: Fact, spans: Iterable[CaseSpan]) -> None:
    """Refuse what is part of the work with a case on a day on which the child had none; before the first it is odd.

    `spans` are those of the child, in any family. Early help and private law need none, and are odd long after one.
    """
    spans = sorted(spans, key=lambda span: (span.opened_on, span.closed_on or date.max))
    if not spans or any(span.has(fact.day) for span in spans):
        return
    before = [span for span in spans if span.opened_on <= fact.day]
    if fact.what.usually_in_case and before:
        _ask_after_closing(fact, before[-1].closed_on or fact.day)
    if not fact.what.in_case:
        return
    if before:
        closed = say_date(before[-1].closed_on or fact.day)
        raise Refusal(
            f"The case of {fact.person} closed on {closed}. {fact.what.noun} is part of an open case: record a new "
            "referral first, or check the date.",
            fact.field,
        )
    ask(
        Odd(
            f"The case of {fact.person} opened on {say_date(spans[0].opened_on)}. {fact.what.noun} from before "
            "that is unusual: check the date.",
            fact.field,
            brief="it is from before the case was opened",
        )
    )


def _ask_after_closing(fact: Fact, closed_on: date) -> None:
    if fact.day <= closed_on + STEP_DOWN:
        return
    ask(
        Odd(
            f"The case of {fact.person} closed on {say_date(closed_on)}. {fact.what.noun} of so long after it, without "
            "a new referral, is unusual: check the date.",
            fact.field,
            brief="it is from long after the case closed",
        )
    )


def check_ends_with_case(fact: Fact, ended_on: date | None, spans: Iterable[CaseSpan], field: str) -> None:
    """Refuse what began in a case that has closed since, unless it ended with that case: no closing asks it again.

    `field` is that of the end.
    """
    within = [span for span in spans if span.has(fact.day)]
    if not fact.what.in_case or not within or any(span.closed_on is None for span in within):
        return
    closed_on = max(span.closed_on for span in within if span.closed_on)
    if ended_on is None or ended_on > closed_on:
        raise Refusal(
            f"The case of {fact.person} closed on {say_date(closed_on)}. {fact.what.noun} of that case ended with it: "
            "give the day on which it ended, or record a new referral first.",
            field,
        )
