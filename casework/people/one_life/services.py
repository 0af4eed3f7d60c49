"""Facts of a life belong to the one person: what is recorded of one entry of somebody stands on all of them (C17)."""

from typing import Any

from casework.families.models import Family
from casework.people.known_apart.services import say
from casework.people.models import Person
from casework.people.one_life.checks import FACTS, all_entries, known_apart_of, own_facts, with_birth
from casework.trail.acting import in_service
from casework.trail.confirming import of_another_entry
from casework.trail.rows import change, lock


@in_service
def record_of_life(family: Family, person: Person, **values: Any) -> list[Person]:
    """Set columns of `person`, in the pages of `family`; those of a life are set of each other entry of them too.

    Of somebody who is born the name goes with it: until then each entry had one of its own in place of it. Gives all
    entries as saved now, `person` the first of them. What a restricted family says stays with it: see `say`.
    """
    born = person.unborn and values.get("born")
    say(family, person, **values)
    names = values if born else values.keys() & set(FACTS)
    facts = {name: getattr(person, name) for name in with_birth(names)}
    return [person, *(_carry(family, entry, facts) for entry in all_entries(person) if entry.pk != person.pk)]


@in_service
def bring_together(person: Person, into: Person, facts: dict[str, Any]) -> None:
    """Two entries are of one person from now on, of whom these are the facts; what is known apart stays so."""
    apart = with_birth(name for name in FACTS if known_apart_of(name, person, into))
    for entry in (person, into):
        with of_another_entry():
            told = {name: value for name, value in facts.items() if name not in apart}
            _say_of_both(entry, **told)


@in_service
def take_apart(entry: Person) -> None:
    """The entry is a person of its own again: what was recorded of the others alone is not said of it."""
    _say_of_both(entry, **own_facts(entry))


def _say_of_both(entry: Person, **values: Any) -> None:
    """It is said in no family: else it would be of the one that spoke last, and go with its restriction."""
    if any(getattr(entry, name) != value for name, value in values.items()):
        change(entry, **values, said_in=None)


def _carry(family: Family, entry: Person, facts: dict[str, Any]) -> Person:
    entry = lock(entry)
    with of_another_entry():
        say(family, entry, **facts)
    return entry
