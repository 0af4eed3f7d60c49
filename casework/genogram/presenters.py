"""The genogram as its page and the packs show it: the picture, the same in words, and the cultural notes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework import practice
from casework.access import Can
from casework.drawing.svg import KeyEntry
from casework.families.models import CHILDREN, Family, FamilyMember, roles_by_person
from casework.genogram.picture.drawing import svg
from casework.genogram.picture.key import key_of_signs
from casework.genogram.picture.kinship import GenogramPerson, Relation
from casework.genogram.picture.layout import genogram_picture
from casework.genogram.picture.parts import GenogramPicture
from casework.genogram.picture.wording import Generation, generations_in_words
from casework.genogram.queries import main_entry, note_of_family, relations_of
from casework.passages.presenters import PassageText, passage_texts
from casework.passages.queries import people_ever
from casework.people.models import Person
from casework.words import say_age

WIDE = 620  # pixels: a wider picture is printed on its side


def genogram_page(family: Family, *, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "genogram": genogram_of(family, today=today),
        "notes": cultural_notes(family),
        "may_record": family.access.can(Can.RECORD),
    }


class Genogram(NamedTuple):
    """`svg` for a page; `generations` the same in words; `key` the signs that are used."""

    picture: GenogramPicture
    svg: str
    generations: list[Generation]
    key: list[KeyEntry]
    wide: bool


def genogram_of(family: Family, *, today: date) -> Genogram:
    """The genogram as it is recorded now; ages are of the date `today`."""
    relations = relations_of(family)
    people = picture_people(family, relations, today=today)
    picture = genogram_picture(people, relations)
    return Genogram(
        picture=picture,
        svg=svg(picture, name=f"Genogram of the family {family}"),
        generations=generations_in_words(people, relations, picture),
        key=key_of_signs(picture),
        wide=picture.width > WIDE,
    )


def picture_people(family: Family, relations: Iterable[Relation], *, today: date) -> list[GenogramPerson]:
    """Everybody of the family now, and whoever has left it but is somebody's relation."""
    related = {pk for relation in relations for pk in (relation.person, relation.other)}
    members = list(family.familymember_set.select_related("person__merged_into"))
    now = {main_entry(member.person).pk for member in members if member.until_date is None}
    home = {main_entry(member.person).pk for member in members if member.until_date is None and member.in_household}
    open_children = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    roles = roles_by_person(members)
    persons = {main_entry(member.person).pk: main_entry(member.person) for member in members}
    return [
        _picture_person(
            person, pk in home, roles[pk] in CHILDREN, bool(open_children & {pk, *_other_entries(members, pk)}), today
        )
        for pk, person in sorted(persons.items())
        if pk in now | related
    ]


def _other_entries(members: Iterable[FamilyMember], pk: int) -> set[int]:
    return {member.person_id for member in members if member.person.merged_into_id == pk}


def _picture_person(person: Person, at_home: bool, child: bool, index: bool, today: date) -> GenogramPerson:
    ended = bool(person.died or person.pregnancy_ended_on)
    return GenogramPerson(
        pk=person.pk,
        name=person.short_name,
        age=say_age(person, today, short=True),
        sex=person.sex,
        born=person.born,
        about_born=person.born_to,
        child=child,
        pregnancy=person.unborn,
        ended=ended,
        in_household=at_home and not ended,
        index=index and not ended,
    )


def cultural_notes(family: Family) -> list[PassageText]:
    """The cultural notes, heading by heading, as a page shows them."""
    note = note_of_family(family)
    return passage_texts(note.passages.all(), practice.current().genogram_sections, people_ever(family)) if note else []
