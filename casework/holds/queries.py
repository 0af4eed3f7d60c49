"""What may not be done with a family just now, by the holds that the apps to the right have placed."""

from casework.families.models import Family
from casework.holds.models import Held, Hold


def holds_against(family: Family, what: Held) -> list[Hold]:
    """The holds against `what`, each with its reason and the address where it can be put right."""
    return list(family.holds.filter(what=what).order_by("pk"))
