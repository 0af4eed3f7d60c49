"""What may not be done with a family just now, by the holds that the apps to the right have placed."""

from casework.families.models import Family
from casework.holds.models import Held


def is_held(family: Family, what: Held) -> bool:
    return family.holds.filter(what=what).exists()
