"""Passages as a page or a pack shows them: heading, text, and about whom by name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from casework.marks.presenters import Mark, marks_of
from casework.marks.registry import add_url
from casework.passages.models import Passage
from casework.people.models import Person
from casework.practice.schema import Section


class PassageText(NamedTuple):
    """`marks` say what was said of it afterwards; `add_url` is where one adds to what is finished, '' before."""

    heading: str
    text: str
    about: list[str]
    marks: Sequence[Mark] = ()
    add_url: str = ""


def passage_texts(
    passages: Iterable[Passage], sections: Sequence[Section], people: Iterable[Person]
) -> list[PassageText]:
    """The passages with text, in the order of their headings; `people` are the persons of the family."""
    names = {person.pk: str(person) for person in people}
    known = {section.key: (place, section) for place, section in enumerate(sections)}
    filled = [passage for passage in passages if passage.text]
    filled.sort(key=lambda passage: (known.get(passage.section, (len(known),))[0], passage.pk))
    return [_passage_text(passage, known.get(passage.section, (0, None))[1], names) for passage in filled]


def _passage_text(passage: Passage, section: Section | None, names: Mapping[int, str]) -> PassageText:
    """Where each child has a heading of their own, the heading names whom the passage is about."""
    about = [names.get(pk, "") for pk in passage.about]
    heading = section.heading if section else passage.section
    said = marks_of(passage), add_url(passage)
    if section and section.each_child and about:
        return PassageText(f"{heading}: {', '.join(about)}", passage.text, [], *said)
    return PassageText(heading, passage.text, about, *said)
