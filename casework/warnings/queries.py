"""The family's warnings: those that hold now, and those that ended."""

from casework.warnings.models import WarningKind

# The gravest first, as the kinds are listed.
GRAVEST_FIRST = {kind: place for place, kind in enumerate(WarningKind.values)}


def current_warnings(family):
    """Those that hold now, the gravest kind first."""
    return sorted(
        family.caution_set.filter(ended_on=None), key=lambda caution: (GRAVEST_FIRST[caution.kind], caution.pk)
    )


def ended_warnings(family):
    return family.caution_set.exclude(ended_on=None).select_related("ended_by").order_by("-ended_on", "-pk")
