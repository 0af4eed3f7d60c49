"""Passages as a page or a pack shows them: heading, text, and about whom by name."""

from typing import NamedTuple


class Shown(NamedTuple):
    heading: str
    text: str
    about: list


def shown(passages, sections, people):
    """The passages with text, in the order of their headings; `people` are the persons of the family."""
    names = {person.pk: str(person) for person in people}
    known = {section.key: (place, section) for place, section in enumerate(sections)}
    filled = [passage for passage in passages if passage.text]
    filled.sort(key=lambda passage: (known.get(passage.section, (len(known),))[0], passage.pk))
    return [_shown(passage, known.get(passage.section, (0, None))[1], names) for passage in filled]


def _shown(passage, section, names):
    """Where each child has a heading apart, the heading says about whom it is."""
    about = [names.get(pk, "") for pk in passage.about]
    heading = section.heading if section else passage.section
    if section and section.each_child and about:
        return Shown(f"{heading}: {', '.join(about)}", passage.text, [])
    return Shown(heading, passage.text, about)


def people_of(family):
    """Everybody who belongs or has belonged to the family, for the names of those whom a text is about."""
    return list(family.people_ever())


def people_for_writing(family, passages=()):
    """Whom a passage may be about: those of the family now, and whoever a passage that stands is about already."""
    mentioned = {pk for passage in passages for pk in passage.about}
    now = family.people_now()
    return [*now, *(person for person in people_of(family) if person.pk in mentioned and person not in now)]
