"""Whom a passage may be about, and whose names a page needs."""

from collections.abc import Iterable

from casework.families.models import Family
from casework.passages.models import Passage
from casework.people.models import Person


def people_ids(family: Family) -> set[int]:
    return set(family.familymember_set.order_by().values_list("person_id", flat=True))


def people_ever(family: Family) -> list[Person]:
    """Everybody who belongs or has belonged to the family, for the names of those whom a text is about."""
    return list(family.people_ever())


def people_to_write_about(family: Family, passages: Iterable[Passage] = ()) -> list[Person]:
    """Whom a passage may be about: those of the family now, and whoever one of the saved `passages` is about."""
    mentioned = {pk for passage in passages for pk in passage.about}
    now = family.people_now()
    return [*now, *(person for person in people_ever(family) if person.pk in mentioned and person not in now)]
