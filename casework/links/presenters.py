"""What may be said of another family to somebody who reads this one's file."""

from typing import NamedTuple

from casework.access import families_for
from casework.access.queries import unrestricted_for
from casework.families.models import Family, FamilyTeam
from casework.links.models import FamilyLink
from casework.links.queries import links_of


class OtherFamily(NamedTuple):
    """`url` is '' for whoever may not open it; `ask` then says whom to ask. A restricted family has no name."""

    family: object
    name: str
    may_open: bool
    ask: str


class LinkedFamily(NamedTuple):
    link: FamilyLink
    other: OtherFamily


def linked_families(family, user, today):
    """The links that stand, and those that have ended, each with what `user` may know of the other family."""
    links = list(links_of(family))
    known = other_families([_other(link, family) for link in links], user, today)
    told = [LinkedFamily(link, known[_other(link, family).pk]) for link in links]
    return [row for row in told if not row.link.until_date], [row for row in told if row.link.until_date]


def _other(link, family):
    return link.other if link.family_id == family.pk else link.family


def other_families(families, user, today):
    """By id, what `user` may know of each of these `families`."""
    ids = [family.pk for family in families]
    may_open = set(families_for(user, today=today).filter(pk__in=ids).values_list("pk", flat=True))
    unrestricted = Family.objects.filter(unrestricted_for(user, today), pk__in=ids)
    named = set(unrestricted.values_list("pk", flat=True))
    teams = dict(FamilyTeam.objects.filter(family__in=ids, until_date=None).values_list("family", "team__name"))
    return {family.pk: _other_family(family, may_open, named, teams) for family in families}


def _other_family(family, may_open, named, teams):
    if family.pk not in named:
        return OtherFamily(family, "a family whose record is restricted", False, "ask your service manager")
    asked = team_name(teams[family.pk]) if family.pk in teams else "your service manager"
    return OtherFamily(family, f"{family} ({family.reference})", family.pk in may_open, f"ask {asked}")


def team_name(name):
    return name if name.lower().startswith("team ") else f"Team {name}"
