"""The rows of the list of families, as they are shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casework.families.models import Family, Headline
from casework.families.queries import OFFERED
from casework.families.ratings.registry import HighestRating, highest_ratings
from casework.words import say_age


class FamilyItem(NamedTuple):
    """One family of the list; `children` are pairs of name and age; `team` and `lead` are '' where there is none.

    `highest` is the highest rating of the workers that no group has rated since (C14)."""

    family: Family
    headline: Headline
    team: str
    lead: str
    closed_on: date | None
    children: list[tuple[str, str]]
    highest: HighestRating | None = None


def family_items(families: Iterable[Family], today: date) -> list[FamilyItem]:
    """An item for each of these families, which carry the columns of `with_list_columns`."""
    families = list(families)
    highest = highest_ratings([family.pk for family in families if family.headline.open])
    return [_family_item(family, today)._replace(highest=highest.get(family.pk)) for family in families]


def _family_item(family: Family, today: date) -> FamilyItem:
    headline = family.headline
    return FamilyItem(
        family=family,
        headline=headline,
        team=headline.team.name if headline.team else "",
        lead=headline.lead.name if headline.lead else "",
        closed_on=headline.closed_on,
        children=[(str(member.person), say_age(member.person, today)) for member in family.familymember_set.all()],
    )


def not_one_family(typed: str, offered: Sequence[Family]) -> str:
    """The sentence for what was typed where one family was asked for: those that it finds, by name and reference."""
    if not offered:
        return f"No family that you may choose is found by ‘{typed}’. Look for it on the page Families."
    names = [f"{family} ({family.reference})" for family in offered[:OFFERED]]
    if len(offered) > OFFERED:
        names.append("others")
    return f"‘{typed}’ is not the whole name of one family alone. Type the reference: {', '.join(names)}."
