"""Where a row leads a user: to the page of the act where the act is theirs, otherwise to where they read of it.

`clock_pages.py`, `notification_kinds.py` and `hold_reasons.py` of each app say it of their rows.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from casework.access.checks import may_take
from casework.access.queries import FamilyAccess
from casework.access.rights import Can

# A right with the family, the key of a decision of the practice file, or a question to what one is to the family.
Right = Can | str | Callable[[FamilyAccess], bool]


class Page(NamedTuple):
    """A page of a family: the name of its address, and the parts that come after the family's id."""

    name: str
    parts: Callable[[Any], tuple[int, ...]] = lambda row: ()


def of_row(row: Any) -> tuple[int, ...]:
    """The parts of an address that names the row itself."""
    return (row.pk,)


class Way(NamedTuple):
    """`act` is for whoever has the `right`, with `owner_only` for the one who owns the row; `read` is for the others.

    Without `read` one page serves all who may read the family.
    """

    act: Page
    right: Right = Can.READ
    read: Page | None = None
    owner_only: bool = False


def has_right(access: FamilyAccess, right: Right) -> bool:
    if isinstance(right, Can):
        return access.can(right)
    return may_take(access, right) if isinstance(right, str) else right(access)


def page_for(way: Way, access: FamilyAccess, *, owns: bool = False) -> Page:
    """The page to which the way leads somebody with this access; `owns` says that the row is theirs."""
    mine = has_right(access, way.right) and (owns or not way.owner_only)
    return way.act if mine or way.read is None else way.read


def address_of(page: Page, family: int | None, row: Any) -> str:
    """'' where the row is gone, or the page is not there any more: a link that is missing must not break the page."""
    if row is None:
        return ""
    try:
        return reverse(page.name, args=page.parts(row) if family is None else (family, *page.parts(row)))
    except (NoReverseMatch, AttributeError):
        return ""
