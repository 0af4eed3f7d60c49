"""What somebody has typed and not saved: for others only that there is such text, never its words."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from casework.families.models import Family
from casework.unsaved.models import UnsavedText
from casework.users.models import User


class UnsavedNotice(NamedTuple):
    """On which form, and when it was typed last."""

    form: str
    kept_at: datetime
    family: str


def unsaved_of(user: User, family: Family) -> list[UnsavedNotice]:
    return unsaved_in(user, [family])


def unsaved_in(user: User, families: Iterable[Family]) -> list[UnsavedNotice]:
    """As `unsaved_of`, of any of `families`: those that the reader of the notice may open."""
    texts = user.unsaved_texts.filter(family__in=families).select_related("family")
    return [UnsavedNotice(text.title, text.kept_at, text.family.name) for text in texts]


def unsaved_text(user: User, form_key: object) -> UnsavedText | None:
    return user.unsaved_texts.filter(form_key=str(form_key)).first()
