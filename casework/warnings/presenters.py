"""The family's warnings in words, for the header of each of its pages and the first page of a pack."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.passages.presenters import PassageText
from casework.warnings.models import Caution
from casework.words import say_date


class WarningText(NamedTuple):
    """`overdue` says since when the review of the warning is overdue; '' where it is not."""

    text: str
    overdue: str

    def __str__(self) -> str:
        return f"{self.text} ({self.overdue})" if self.overdue else self.text


def warning_texts(cautions: Iterable[Caution], today: date) -> list[WarningText]:
    """Of each of the `cautions` its kind and detail, and whether its review is overdue."""
    return [
        WarningText(f"{caution.get_kind_display()}: {caution.detail}", review_overdue(caution, today))
        for caution in cautions
    ]


def review_overdue(caution: Caution, today: date) -> str:
    return f"review overdue since {say_date(caution.review_on)}" if caution.review_on < today else ""


def saved_text(caution: Caution) -> list[PassageText]:
    """What is saved, shown after a conflict."""
    return [PassageText(caution.get_kind_display(), caution.detail, []), PassageText("Source", caution.source, [])]
