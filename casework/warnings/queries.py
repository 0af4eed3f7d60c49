"""The family's warnings: those that are current, and those that ended."""

from django.db.models import QuerySet

from casework.families.models import Family
from casework.warnings.models import Caution, WarningKind

# The gravest first, as the kinds are listed.
GRAVEST_FIRST = {kind: place for place, kind in enumerate(WarningKind.values)}


def current_warnings(family: Family) -> list[Caution]:
    """Those that have not ended, the gravest kind first."""
    return sorted(
        family.caution_set.filter(ended_on=None), key=lambda caution: (GRAVEST_FIRST[caution.kind], caution.pk)
    )


def ended_warnings(family: Family) -> QuerySet[Caution]:
    return family.caution_set.exclude(ended_on=None).select_related("ended_by").order_by("-ended_on", "-pk")
