"""The family's warnings in the words that stand in the header of each of its pages and on the first page of a pack."""

from typing import NamedTuple

from casework.passages.presenters import PassageText
from casework.words import say_date


class WarningText(NamedTuple):
    """`overdue` says since when the warning should have been looked at again; '' where that day is still to come."""

    text: str
    overdue: str

    def __str__(self):
        return f"{self.text} ({self.overdue})" if self.overdue else self.text


def warning_texts(cautions, today):
    """Of each of the `cautions` its kind and detail, and whether its review is overdue."""
    return [
        WarningText(f"{caution.get_kind_display()}: {caution.detail}", review_overdue(caution, today))
        for caution in cautions
    ]


def review_overdue(caution, today):
    return f"review overdue since {say_date(caution.review_on)}" if caution.review_on < today else ""


def saved_text(caution):
    """For whoever wrote from an older version."""
    return [PassageText(caution.get_kind_display(), caution.detail, []), PassageText("Source", caution.source, [])]
