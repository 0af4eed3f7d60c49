"""The ecomap of a family as its page and the packs show it: the picture, and the same in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework.access import Can
from casework.drawing.svg import KeyEntry
from casework.ecomap.models import EcomapTie, TieFlow, TieKind, TieStrength
from casework.ecomap.picture.drawing import key_of_lines, svg
from casework.ecomap.picture.layout import EcomapPicture, ecomap_picture
from casework.ecomap.queries import ties_in_order
from casework.families.models import Family
from casework.people.models import Person

FAMILY = "the family"


def ecomap_page(family: Family, *, today: date) -> dict[str, Any]:
    return {"today": today, "ecomap": ecomap_of(family), "may_record": family.access.can(Can.RECORD)}


def tie_in_words(family: Family, tie: EcomapTie) -> str:
    ecomap = ecomap_of(family)
    return next(each.sentence for each in [*ecomap.ties, *ecomap.past] if each.row.pk == tie.pk)


class TieText(NamedTuple):
    """One tie in words. `whose` is a name, or 'the family'; `row` the tie itself, for the links of a page."""

    row: EcomapTie
    whose: str
    of_person: bool
    with_whom: str
    kind: str
    strength: str
    flow: str
    strength_key: str
    flow_key: str
    about: str

    @property
    def sentence(self) -> str:
        """'Mia and Hill School (school or nursery): strong; gives to the family. They feed her.'"""
        about = f" {self.about}" if self.about else ""
        whose = f"{self.whose[0].upper()}{self.whose[1:]}"
        return f"{whose} and {self.with_whom} ({self.kind.lower()}): {self.strength.lower()}; {self.flow}.{about}"


class Ecomap(NamedTuple):
    """`svg` for a page; `ties` the same in words; `past` those that ended; `key` the signs that are used."""

    picture: EcomapPicture
    svg: str
    ties: list[TieText]
    past: list[TieText]
    key: list[KeyEntry]


def ecomap_of(family: Family) -> Ecomap:
    """As it is recorded now. Ties of somebody who has died, or was not born, are among those of the past."""
    current, past = [], []
    people = family.people_now()
    for tie in map(_tie_text, ties_in_order(family, people)):
        (past if tie.row.until_date or _ended(tie.row.person) else current).append(tie)
    names = [str(person) for person in people if not _ended(person)]
    picture = ecomap_picture(f"The family {family}", names, current)
    drawn = svg(picture, name=f"Ecomap of the family {family}") if current else ""
    return Ecomap(picture, drawn, current, past, key_of_lines(current))


def _tie_text(row: EcomapTie) -> TieText:
    person = row.person and (row.person.merged_into or row.person)
    return TieText(
        row=row,
        whose=str(person or FAMILY),
        of_person=person is not None,
        with_whom=with_whom(row),
        kind=TieKind(row.kind).label,
        strength=TieStrength(row.strength).label,
        flow=_flow(row.flow, person),
        strength_key=row.strength,
        flow_key=row.flow,
        about=row.about,
    )


def with_whom(tie: EcomapTie) -> str:
    """As it is recorded, or 'a protected key contact': who that is stands on the person's page alone."""
    contact = tie.key_contact
    if contact is None:
        return tie.with_whom
    return "a protected key contact" if contact.protection_id else contact.organisation or contact.name


def _flow(flow: str, person: Person | None) -> str:
    whom = person or FAMILY
    words = {TieFlow.TO: f"gives to {whom}", TieFlow.FROM: f"takes from {whom}", TieFlow.BOTH: "each gives the other"}
    return words[TieFlow(flow)]


def _ended(person: Person | None) -> bool:
    return person is not None and bool(person.died or person.pregnancy_ended_on)


def ecomap_in_words(ties: Iterable[TieText]) -> str:
    """All of it in one text, for the picture on paper."""
    return " ".join(tie.sentence for tie in ties)
