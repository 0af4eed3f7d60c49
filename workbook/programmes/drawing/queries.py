"""The passages of workers' summaries that may be drawn into a module (C21)."""

from workbook.programmes.models import DrawnPassage
from workbook.programmes.modules import queries
from workbook.summaries.models import SummaryPassage
from workbook.summaries.states import SETTLED


def drawable_passages(programme):
    """The passages that may be drawn on: of settled summaries, and not in a child's record that is kept apart."""
    apart = queries.kept_apart_elsewhere(programme)
    return (
        SummaryPassage.objects.filter(family=programme.family, owner__state__in=SETTLED)
        .exclude(text="")
        .exclude(pk__in=DrawnPassage.objects.filter(record__in=apart, removed_because="").values("passage"))
    )
