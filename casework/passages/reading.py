"""Passages as a page or a pack shows them: heading, text, and about whom by name."""

from typing import NamedTuple


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
