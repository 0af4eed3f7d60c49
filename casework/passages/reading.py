"""Passages as a page or a pack shows them: heading, text, and about whom by name."""

from typing import NamedTuple

from casework.families.models import Person


class Shown(NamedTuple):
    heading: str
    text: str
    about: list


def shown(passages, sections, people):
    """The passages with text, in the order of their headings; `people` are the persons of the family."""
    names = {person.pk: str(person) for person in people}
    order = {section.key: place for place, section in enumerate(sections)}
    headings = {section.key: section.heading for section in sections}
    filled = [passage for passage in passages if passage.text]
    filled.sort(key=lambda passage: (order.get(passage.section, len(order)), passage.pk))
    return [
        Shown(headings.get(passage.section, passage.section), passage.text, [names.get(pk, "") for pk in passage.about])
        for passage in filled
    ]


def people_of(family):
    """Everybody who belongs or has belonged to the family, for the names of those whom a text is about."""
    return list(Person.objects.filter(memberships__family=family).distinct())


def people_for_writing(family, passages=()):
    """Whom a passage may be about: those of the family now, and whoever a passage that stands is about already."""
    mentioned = {pk for passage in passages for pk in passage.about}
    now = family.people_now()
    return [*now, *(person for person in people_of(family) if person.pk in mentioned and person not in now)]
