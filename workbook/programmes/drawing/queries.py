"""The passages of workers' summaries that may be drawn into a module (C21)."""

from django.db.models import QuerySet

from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.summaries.models import SummaryPassage
from workbook.summaries.states import SETTLED


def drawable_passages(programme: FamilyProgramme) -> QuerySet[SummaryPassage]:
    """The passages that may be drawn on: of settled summaries, and not in a child's record that is kept apart."""
    apart = queries.kept_apart_elsewhere(programme)
    return (
        SummaryPassage.objects.filter(family=programme.family, owner__state__in=SETTLED)
        .exclude(text="")
        .exclude(pk__in=DrawnPassage.objects.filter(record__in=apart, removed_because="").values("passage"))
    )


def offered_passages(programme: FamilyProgramme, record: ModuleRecord | None) -> QuerySet[SummaryPassage]:
    """Of the drawable passages those that are not in `record` yet, the latest episode first."""
    drawn = [each.passage_id for each in record.drawn.all()] if record else []
    offered = drawable_passages(programme).exclude(pk__in=drawn)
    offered = offered.select_related("owner__worker", "owner__allocation", "owner__episode__workbook")
    return offered.order_by("-owner__episode__workbook__version", "-owner__episode__number", "owner", "pk")
