"""The genogram of a family, read from its rows: the people, the ties between them, and the notes beside it."""

from typing import NamedTuple

from casework import practice
from casework.families.models import RelationshipKind
from casework.genogram.drawing import svg
from casework.genogram.key import key_of_signs
from casework.genogram.kin import Someone, Tie
from casework.genogram.layout import pictured
from casework.genogram.picture import Picture
from casework.genogram.telling import Generation, told
from casework.passages.reading import people_of, shown
from casework.words import say_age

# A tie of the past that still belongs into the picture, as what it is now.
AFTERWARDS = {RelationshipKind.PARTNER: RelationshipKind.FORMER_PARTNER}
WIDE = 620  # pixels: a wider picture is printed on its side


class Genogram(NamedTuple):
    """`svg` for a page; `told` the same in words, generation by generation; `key` the signs that are used."""

    picture: Picture
    svg: str
    told: list[Generation]
    key: list
    wide: bool


def genogram_of(family, *, today):
    """The genogram as the record stands; `today` is the date at which the ages are told."""
    ties = ties_of(family)
    people = people_shown(family, ties, today=today)
    picture = pictured(people, ties)
    return Genogram(
        picture=picture,
        svg=svg(picture, name=f"Genogram of the family {family}"),
        told=told(people, ties, picture),
        key=key_of_signs(picture),
        wide=picture.width > WIDE,
    )


def ties_of(family):
    """Who is what of whom, by the ids of persons; of one entered twice by the id of the one that stands."""
    rows = family.relationship_set.filter(recorded_wrongly=False)
    rows = rows.select_related("person__merged_into", "other__merged_into")
    ties = []
    for row in rows:
        kind = row.kind if row.until_date is None else AFTERWARDS.get(row.kind)
        if kind:
            ties.append(Tie(_standing(row.person).pk, str(kind), _standing(row.other).pk))
    return [tie for tie in dict.fromkeys(ties) if tie.person != tie.other]


def _standing(person):
    return person.merged_into or person


def people_shown(family, ties, *, today):
    """Everybody of the family now, and whoever has left it but is somebody's relation."""
    related = {pk for tie in ties for pk in (tie.person, tie.other)}
    members = list(family.familymember_set.select_related("person__merged_into"))
    now = {_standing(member.person).pk for member in members if member.until_date is None}
    home = {_standing(member.person).pk for member in members if member.until_date is None and member.in_household}
    open_children = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    persons = {_standing(member.person).pk: _standing(member.person) for member in members}
    return [
        _someone(person, pk in home, bool(open_children & {pk, *_twice_entered(members, pk)}), today)
        for pk, person in sorted(persons.items())
        if pk in now | related
    ]


def _twice_entered(members, pk):
    return {member.person_id for member in members if member.person.merged_into_id == pk}


def _someone(person, at_home, index, today):
    ended = bool(person.died or person.pregnancy_ended_on)
    return Someone(
        pk=person.pk,
        name=person.short_name,
        age=say_age(person, today),
        sex=person.sex,
        born=person.born,
        is_child=person.is_child,
        pregnancy=person.unborn,
        ended=ended,
        in_household=at_home and not ended,
        index=index and not ended,
    )


def notes_of(family):
    """The cultural notes, heading by heading, as a page shows them."""
    note = note_of(family)
    return shown(note.passages.all(), practice.current().genogram_sections, people_of(family)) if note else []


def note_of(family):
    """The family's row of cultural notes, or None before its first text."""
    return family.genogramnote_set.first()
