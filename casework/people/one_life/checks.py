"""The entries of one person, and the facts of their life, which are those of each of them."""

from collections.abc import Iterable
from typing import Any

from casework.people.models import Person, Sex, entries_of_ones
from casework.refusal import Odd, Refusal
from casework.trail.confirming import OF_ANOTHER_ENTRY, ask
from casework.words import say_date

# Columns of Person. A birth is known in one way, so that its columns are said together.
BIRTH = ("born", "expected", "about_age", "about_age_on", "birth_to_be_asked_by", "pregnancy_ended_on")
FACTS = (*BIRTH, "sex", "died")


def all_entries(person: Person) -> list[Person]:
    """Every entry of the person as saved now, this one among them, in the order of their ids."""
    return list(entries_of_ones([person.one_id]))


def with_birth(names: Iterable[str]) -> list[str]:
    """The columns of these names, with all of a birth where one of them is of it."""
    wanted = set(names)
    return [*wanted, *(set(BIRTH) - wanted if wanted & set(BIRTH) else ())]


def facts_of_life(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FACTS}


def known_apart_of(name: str, *entries: Person) -> bool:
    """Whether what is read of this column of one of them is what a restricted family alone knows."""
    columns = {name, f"{name}_id"}
    return any(columns & entry.outside.keys() for entry in entries)


def own_facts(entry: Person) -> dict[str, Any]:
    """What was recorded of this entry itself, by column of a life, without what was carried to it from others."""
    told: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for row in entry.history.order_by("history_id"):
        now = {name: getattr(row, name) for name in FACTS}
        if row.history_change_reason != OF_ANOTHER_ENTRY:
            new = [name for name in FACTS if name not in before or before[name] != now[name]]
            told |= {name: now[name] for name in with_birth(new)}
        before = now
    return told


def facts_of_both(person: Person, into: Person) -> dict[str, Any]:
    """The facts of the one life of two entries: of each what is known best, and of `into` where both are known alike.

    Refuses what cannot be of one person: two days of death, or a pregnancy that ended and a birth.
    """
    if person.died and into.died and person.died != into.died:
        raise Refusal(
            f"By what is recorded {person} died on {say_date(person.died)} and {into} on {say_date(into.died)}. If "
            "they are one person, correct one of the two first."
        )
    if any(one.pregnancy_ended_on and other.born for one, other in ((person, into), (into, person))):
        raise Refusal(
            "By what is recorded one of the two pregnancies ended, and the other child was born. If they are one "
            "person, correct that first."
        )
    known = max((into, person), key=_known)
    facts = {name: getattr(known, name) for name in BIRTH}
    return facts | {"sex": _sex(person, into), "died": into.died or person.died}


def _known(person: Person) -> int:
    """How well the birth is known; of two alike `max` takes the first."""
    if person.born:
        return 4
    if person.pregnancy_ended_on:
        return 3
    return 2 if person.expected else 1 if person.about_age is not None else 0


def _sex(person: Person, into: Person) -> str:
    known = [one.sex for one in (into, person) if one.sex != Sex.UNKNOWN]
    if len(set(known)) > 1:
        words = f"{into} as {into.get_sex_display().lower()}, and {person} as {person.get_sex_display().lower()}"
        ask(Odd(f"By what is recorded the two are of different sex: {words}. Check that they are one person.",
                brief="two entries of different sex"))  # fmt: skip
    return known[0] if known else into.sex
