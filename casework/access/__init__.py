"""Who may see and do what with a family. Everything about a family is reached through this package."""

from casework.access.checks import SignedInRequest, may_take, open_family, refuse_copy, require, require_grade
from casework.access.holdings.queries import (
    families_for,
    families_to_find,
    holdings_of,
    reach,
    reach_to_find,
    unrestricted,
)
from casework.access.queries import FamilyAccess, access_of, restricted_families
from casework.access.rights import Can

__all__ = [
    "Can",
    "FamilyAccess",
    "SignedInRequest",
    "access_of",
    "families_for",
    "families_to_find",
    "holdings_of",
    "may_take",
    "open_family",
    "reach",
    "reach_to_find",
    "refuse_copy",
    "require",
    "require_grade",
    "restricted_families",
    "unrestricted",
]
