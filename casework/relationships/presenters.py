"""Whether relationships may be changed now, for the pages that offer it."""

from typing import Any

from casework.families.models import Family
from casework.people.queries import people_in
from casework.relationships.checks import hold_on_relationships, locking_is_practised, may_override, overriding_grade


def how_to_add(family: Family) -> str:
    """What to do on the page of a relationship, which needs two people."""
    if people_in(family).count() > 1:
        return "Who is what of whom: ‘Ann is the mother of Mia’."
    return "Add the people first: a relationship is one between two people of the family."


def lock_context(family: Family) -> dict[str, Any]:
    """For a page of a family that access returned: the lock, if there is one, and whether this reader overrides it."""
    lock = hold_on_relationships(family)
    return {
        "lock": lock,
        "overriding": lock is not None and may_override(family.access),
        "who_overrides": overriding_grade(),
        "lock_is_practised": locking_is_practised(),
    }
