"""With whose names a line of the chronology begins: one act is one line with its children together (A8.6)."""

from collections.abc import Collection, Iterable, Sequence

from casework.people.models import Person
from casework.words import say_all
from chronology.timeline.queries import Member

MOST_NAMED = 3
NUMBERS = ("four", "five", "six", "seven", "eight", "nine", "ten")


def subjects_of(people: Iterable[Member], who: Collection[int], child: Person | None) -> list[Member]:
    """Those whose ids are `who`, each once; in the chronology of a child that child alone, where it is among them."""
    found = [member for member in people if member.person.pk in who]
    own = [member for member in found if child and member.person.one_id == child.one_id]
    return list({member.person.one_id: member for member in own or found}.values())


def say_people(subjects: Sequence[Member]) -> str:
    """'Mia Ash', 'Mia Ash and Ben Ash', 'Five children', 'Four people'; '' for none."""
    if len(subjects) > MOST_NAMED:
        what = "children" if all(member.is_child for member in subjects) else "people"
        return f"{_number(len(subjects)).capitalize()} {what}"
    return _listed(subjects)


def say_who(subjects: Sequence[Member]) -> str:
    """All their names where `say_people` says only how many; '' elsewhere."""
    return _listed(subjects) if len(subjects) > MOST_NAMED else ""


def _listed(subjects: Sequence[Member]) -> str:
    return say_all([str(member.person) for member in subjects])


def _number(count: int) -> str:
    spelt = count - MOST_NAMED - 1
    return NUMBERS[spelt] if spelt < len(NUMBERS) else str(count)
