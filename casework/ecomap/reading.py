"""The ecomap of a family, read from its ties: the picture, and the same in words."""

from typing import NamedTuple

from casework.ecomap.drawing import key_of_lines, svg
from casework.ecomap.models import TieFlow, TieKind, TieStrength
from casework.ecomap.picture import Picture, pictured

FAMILY = "the family"


class Told(NamedTuple):
    """One tie in words. `whose` is a name, or 'the family'; `row` the tie itself, for the links of a page."""

    row: object
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
    def sentence(self):
        """'Mia and Hill School (school or nursery): strong; gives to the family. They feed her.'"""
        about = f" {self.about}" if self.about else ""
        whose = f"{self.whose[0].upper()}{self.whose[1:]}"
        return f"{whose} and {self.with_whom} ({self.kind.lower()}): {self.strength.lower()}; {self.flow}.{about}"


class Ecomap(NamedTuple):
    """`svg` for a page; `ties` the same in words; `past` those that are no more; `key` the signs that are used."""

    picture: Picture
    svg: str
    ties: list[Told]
    past: list[Told]
    key: list


def ecomap_of(family):
    """As the record stands. Ties of somebody who has died, or was not born, are among those of the past."""
    standing, past = [], []
    people = family.people_now()
    for tie in _ordered(family, people):
        (past if tie.row.until_date or _ended(tie.row.person) else standing).append(tie)
    names = [str(person) for person in people if not _ended(person)]
    picture = pictured(f"The family {family}", names, standing)
    drawn = svg(picture, name=f"Ecomap of the family {family}") if standing else ""
    return Ecomap(picture, drawn, standing, past, key_of_lines(standing))


def _ordered(family, people):
    """Those of the whole family first, then person by person, so that in the picture they stand side by side."""
    places = {person.one_id: place for place, person in enumerate(people)}
    rows = family.ecomaptie_set.select_related("person__merged_into")
    rows = sorted(rows, key=lambda row: (_place(row, places), row.with_whom.casefold(), row.pk))
    return [_told(row) for row in rows]


def _place(row, places):
    return places.get(row.person.one_id, len(places)) if row.person else -1


def _told(row):
    person = row.person and (row.person.merged_into or row.person)
    return Told(
        row=row,
        whose=str(person or FAMILY),
        of_person=person is not None,
        with_whom=row.with_whom,
        kind=TieKind(row.kind).label,
        strength=TieStrength(row.strength).label,
        flow=_flow(row.flow, person),
        strength_key=row.strength,
        flow_key=row.flow,
        about=row.about,
    )


def _flow(flow, person):
    whom = person or FAMILY
    words = {TieFlow.TO: f"gives to {whom}", TieFlow.FROM: f"takes from {whom}", TieFlow.BOTH: "each gives the other"}
    return words[TieFlow(flow)]


def _ended(person):
    return person is not None and bool(person.died or person.pregnancy_ended_on)


def in_one_text(ties):
    """All of it in one text, for the picture on paper."""
    return " ".join(tie.sentence for tie in ties)
