"""The family's warnings in the words that stand in the header of each of its pages and on the first page of a pack."""

from typing import NamedTuple

from casework.cautions.models import WarningKind
from casework.passages.reading import Shown
from casework.words import say_date


class Words(NamedTuple):
    """`overdue` says since when the warning should have been looked at again; '' where that day is still to come."""

    text: str
    overdue: str

    def __str__(self):
        return f"{self.text} ({self.overdue})" if self.overdue else self.text


# The gravest first, as the kinds are listed.
PLACES = {kind: place for place, kind in enumerate(WarningKind.values)}


def current(family):
    """Those that hold now, the gravest kind first."""
    return sorted(family.caution_set.filter(ended_on=None), key=lambda caution: (PLACES[caution.kind], caution.pk))


def ended(family):
    return family.caution_set.exclude(ended_on=None).select_related("ended_by").order_by("-ended_on", "-pk")


def in_words(cautions, today):
    """Of each of the `cautions` its kind and detail, and whether its review is overdue."""
    return [Words(f"{caution.get_kind_display()}: {caution.detail}", overdue(caution, today)) for caution in cautions]


def overdue(caution, today):
    return f"review overdue since {say_date(caution.review_on)}" if caution.review_on < today else ""


def as_it_stands(caution):
    """For whoever wrote from an older version."""
    return [Shown(caution.get_kind_display(), caution.detail, []), Shown("Source", caution.source, [])]
