"""The ties of a family, and who of it may have one."""

from collections.abc import Iterable

from casework.ecomap.models import EcomapTie
from casework.families.models import Family
from casework.people.models import Person


def living_people(family: Family) -> list[Person]:
    return [person for person in family.people_now() if not person.died and not person.pregnancy_ended_on]


def ties_in_order(family: Family, people: Iterable[Person]) -> list[EcomapTie]:
    """Those of the whole family first, then person by person, so that each person's are side by side in the picture."""
    places = {person.one_id: place for place, person in enumerate(people)}
    rows = family.ecomaptie_set.select_related("person__merged_into", "key_contact")
    return sorted(rows, key=lambda row: (_place(row, places), row.with_whom.casefold(), row.pk))


def _place(row: EcomapTie, places: dict[int, int]) -> int:
    return places.get(row.person.one_id, len(places)) if row.person else -1
