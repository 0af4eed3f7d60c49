"""What reopening a case that was closed in error brings about."""

from collections.abc import Iterator
from datetime import date

from casework.closures.letters.queries import letters_of
from casework.closures.models import Closure
from casework.closures.reopening.queries import dues_that_ended, ended_ids, part_that_ended, why_part_stays_ended
from casework.duedates.presenters import dues_in_words
from workbook.episodes.models import EpisodeMember


def consequences_of_reopening(closure: Closure, today: date) -> Iterator[str]:
    """What goes on with the case, and what does not."""
    child = closure.involvement.child
    yield f"The case for {child} goes on as if it had not closed, with its referral of the same day."
    yield "The record of the closing reads as it was agreed, marked ‘closed in error, and reopened’."
    if part := part_that_ended(closure):
        why_not = why_part_stays_ended(part, today)
        yield (
            f"The part of {part.worker} goes on."
            if not why_not
            else f"The part of {part.worker} stays ended. {why_not}"
        )
    if ended_ids(closure, EpisodeMember):
        yield f"{child} is part of the Workbook again, if it is open still."
    for _, what in dues_in_words(dues_that_ended(closure)):
        yield f"Due again, by the same moment: {what}."
    if told := [letter.name for letter in letters_of(closure) if letter.sent_on]:
        yield f"Told by letter that it closed, and to be told by you that it did not: {', '.join(told)}."
    yield "Who asked for the closing, who agreed, the lead worker and the managers are told."
