"""Saying something of a person: known to all who know them, or to a restricted family alone (A11)."""

from typing import Any

from casework.families.headlines.services import carry_over_names
from casework.families.models import Family
from casework.people.known_apart.models import COLUMNS, KnownApart
from casework.people.known_apart.queries import (
    is_restricted,
    known_elsewhere,
    linked_across,
    said_elsewhere_since,
    taken_apart,
    without,
)
from casework.people.models import Person
from casework.trail.acting import in_service
from casework.trail.apart import know_apart, known_apart
from casework.trail.rows import change, lock


@in_service
def say(family: Family, person: Person, **values: Any) -> bool:
    """Set columns of the life of `person` (by the name of the row's attribute or field), in the pages of `family`.

    What a restricted family says of somebody whom another family knows too stays with it.
    """
    if is_restricted(family) and known_elsewhere(family, person):
        return _say_apart(family, person, values)
    if all(getattr(person, name) == value for name, value in values.items()):
        return False
    return change(person, **values, said_in=family)


def _say_apart(family: Family, person: Person, values: dict[str, Any]) -> bool:
    new = {name: value for name, value in values.items() if getattr(person, name) != value}
    if not new:
        return False
    row = _written(family, person, new)
    know_apart({**known_apart(), person.pk: row.values()})
    person.read_apart()
    return True


def _written(family: Family, person: Person, values: dict[str, Any]) -> KnownApart:
    """The family's row of the person, with these values too."""
    attnames = {field.name: field.attname for field in Person._meta.concrete_fields}
    row = KnownApart.objects.filter(family=family, person=person).first()
    row = lock(row) if row else KnownApart(family=family, person=person, said=[])
    for name, value in values.items():
        setattr(row, name, value)
    row.said = sorted({*row.said, *(attnames.get(name, name) for name in values)})
    row.save()
    return row


@in_service
def keep_apart(family: Family) -> None:
    """The family is restricted now: what it said of those whom others know too goes out of their rows, to its own.

    An entry that it alone has is linked with none of another family: that would be read there.
    """
    for entry in linked_across(family):
        both = [entry.pk, entry.one_id]
        change(entry, merged_into=None, merged_because="", said_in=family)
        carry_over_names(both)
    for person in family.people_ever():
        if not known_elsewhere(family, person):
            continue
        outside, own = without(family, person), {name: getattr(person, name) for name in COLUMNS}
        said = {name: own[name] for name in COLUMNS if own[name] != outside[name]}
        if said:
            _written(family, person, said)
            change(person, **{name: outside[name] for name in said}, said_in=family)
            carry_over_names([person.pk])


@in_service
def tell_all(family: Family) -> None:
    """The family is restricted no more: what it knew apart is known to all, but for what others said later."""
    know_apart({})
    for row in KnownApart.objects.filter(family=family).exclude(said=[]).order_by("pk"):
        person, later = lock(row.person), said_elsewhere_since(row)
        told = {name: value for name, value in row.values().items() if name not in later}
        if any(getattr(person, name) != value for name, value in told.items()):
            change(person, **told, said_in=family)
        change(row, said=[])
        carry_over_names([person.pk])
    for entry, into, because in taken_apart(family):
        change(lock(entry), merged_into=into, merged_because=because, said_in=family)
        carry_over_names([entry.pk])
