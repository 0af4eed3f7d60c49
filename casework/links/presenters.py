"""What somebody who reads this family's file may know of another family."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from casework.access import families_for
from casework.families.models import Family
from casework.links.models import FamilyLink
from casework.links.queries import links_of, team_names, unrestricted_among
from casework.users.models import User


class OtherFamily(NamedTuple):
    """`ask` says whom to ask, where the user may not open it. A restricted family has no name."""

    family: Family
    name: str
    may_open: bool
    ask: str


class LinkedFamily(NamedTuple):
    link: FamilyLink
    other: OtherFamily


def linked_families(family: Family, user: User, today: date) -> tuple[list[LinkedFamily], list[LinkedFamily]]:
    """The current links, and those that have ended, each with what `user` may know of the other family."""
    links = list(links_of(family, user))
    known = other_families([_other(link, family) for link in links], user, today)
    items = [LinkedFamily(link, known[_other(link, family).pk]) for link in links]
    return [item for item in items if not item.link.until_date], [item for item in items if item.link.until_date]


def _other(link: FamilyLink, family: Family) -> Family:
    return link.other if link.family_id == family.pk else link.family


def other_families(families: Sequence[Family], user: User, today: date) -> dict[int, OtherFamily]:
    """By id, what `user` may know of each of these `families`."""
    ids = [family.pk for family in families]
    may_open = set(families_for(user, today=today).filter(pk__in=ids).values_list("pk", flat=True))
    named, teams = unrestricted_among(user, ids, today), team_names(ids)
    return {family.pk: _other_family(family, may_open, named, teams) for family in families}


def _other_family(family: Family, may_open: set[int], named: set[int], teams: dict[int, str]) -> OtherFamily:
    if family.pk not in named:
        return OtherFamily(family, "a family whose record is restricted", False, "ask your service manager")
    asked = team_name(teams[family.pk]) if family.pk in teams else "your service manager"
    return OtherFamily(family, f"{family} ({family.reference})", family.pk in may_open, f"ask {asked}")


def team_name(name: str) -> str:
    return name if name.lower().startswith("team ") else f"Team {name}"
