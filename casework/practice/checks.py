"""A practice that is provisional is to be reviewed by a day: every page says so, and so does `manage.py check`."""

from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils import timezone

from casework import practice
from casework.practice.schema import Authority
from casework.words import say_date

HINT = "Read the sources that it names, bring the file up to date and give the next day in authority.review_on."


@register()
def check_review(**kwargs: Any) -> list[CheckMessage]:
    """A warning where the day by which the practice file was to be reviewed has passed."""
    authority, today = practice.current().authority, timezone.localdate()
    if not authority.review_is_over(today):
        return []
    return [Warning(_say_review(authority, today), hint=HINT, id="casework.W001")]


def _say_review(authority: Authority, today: date) -> str:
    """'The practice Family Help was to be reviewed by Fri 30 Apr 2027, and that day has passed.'; '' without a day."""
    if authority.review_on is None:
        return ""
    day = say_date(authority.review_on)
    if authority.review_is_over(today):
        return f"The practice {authority.practice} was to be reviewed by {day}, and that day has passed."
    return f"The practice {authority.practice} is to be reviewed by {day}."


def provisional_notice(today: date) -> str:
    """What every page says of a practice that is not settled; '' of one that is."""
    authority = practice.current().authority
    return f"{authority.provisional} {_say_review(authority, today)}" if authority.provisional else ""
