"""The highest rating of a family's workers until their group has signed its own (C14)."""

from collections.abc import Collection

from django.db.models import Q

from casework.families.models import Rag
from casework.families.ratings.registry import HighestRating
from casework.words import london_date
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.states import UNDER_WAY
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState

LOWEST_FIRST = (Rag.GREEN, Rag.AMBER, Rag.RED)


def highest_of(families: Collection[int]) -> dict[int, HighestRating]:
    """By the id of a family, in one query: of each worker what they finalised last, and of these the highest."""
    if not families:
        return {}
    waiting = Q(episode__state__in=UNDER_WAY) | Q(episode__supervision__state=SupervisionState.HELD)
    # The families are said of the episode and Workbook too, and so the database does not look through those of all.
    rows = InterventionSummary.objects.wholes().filter(
        waiting, family__in=families, state=SummaryState.FINALISED, episode__family__in=families,
        episode__workbook__family__in=families, episode__workbook__state=WorkbookState.OPEN,
    )  # fmt: skip
    latest = {
        (row.family_id, row.allocation_id): row
        for row in rows.select_related("allocation").order_by("finalised_at", "pk")
        if row.rag and row.finalised_at
    }
    found: dict[int, HighestRating] = {}
    for row in latest.values():
        before = found.get(row.family_id)
        if before is None or LOWEST_FIRST.index(Rag(row.rag)) > LOWEST_FIRST.index(Rag(before.rag)):
            role = row.allocation.get_role_display()
            found[row.family_id] = HighestRating(row.rag, role[:1].lower() + role[1:], london_date(row.finalised_at))
    return found
