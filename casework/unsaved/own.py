"""Which of the words that were kept of a page are their writer's own, and with which the page opened.

A page says by marks with which texts it opened. Nobody but the server makes one, so that nobody passes a guess off as
what stood there, to see whether it is masked.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from casework.masks.current import eyes_now, shown
from casework.masks.former import formerly_read
from casework.sent import OPENED_WITH, with_lf
from casework.users.models import User

SHORTEST = 3  # characters: what is shorter tells no place
LENGTH = 16


def mark_of(text: str) -> str:
    return salted_hmac(OPENED_WITH, with_lf(text).strip()).hexdigest()[:LENGTH]


def marks_of(texts: Iterable[str], before: str = "") -> str:
    """The marks of the texts with which a page opens, besides those that stood there `before`."""
    return " ".join(dict.fromkeys([*before.split(), *(mark_of(text) for text in texts if len(text) > SHORTEST)]))


def readable_words(fields: Mapping[str, Any], user: User) -> dict[str, Any]:
    """What `user` has typed as they typed it, and what stood there before as they may read it now.

    Who may not read a place any more does not read it in what they typed while they might.
    """
    if eyes_now() is None:
        return dict(fields)
    marks = set(str(fields.get(OPENED_WITH, "")).split())
    former = formerly_read(user.pk)
    return {name: _readable(value, marks, former) for name, value in fields.items()}


def _readable(value: Any, marks: set[str], former: set[int]) -> Any:
    if isinstance(value, list):
        return [_readable(each, marks, former) for each in value]
    eyes = eyes_now()
    if not isinstance(value, str) or eyes is None:
        return value
    is_own = mark_of(value) not in marks and former.isdisjoint(eyes.told_in(value))
    return value if is_own else shown(value)
