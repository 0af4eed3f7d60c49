"""The professionals around the children, as pages and packs show them (A9.20)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import current_key_contacts, former_key_contacts
from casework.people.models import Person


class KeyContactItem(NamedTuple):
    """A key contact as pages and packs show it; `about` are names, '' for the whole family."""

    row: KeyContact
    about: str

    @property
    def who(self) -> str:
        """'Jo Bell, Hill School'."""
        return ", ".join(filter(None, (self.row.name, self.row.organisation)))

    @property
    def tel(self) -> str:
        return "".join(self.row.telephone.split())


def key_contacts_of(family: Family, today: date, *, person: Person | None = None) -> list[KeyContactItem]:
    """The professionals around the family's children today, or those of one person and of the whole family (A9.20)."""
    return _items(current_key_contacts(family, today, person=person))


def former_key_contacts_of(family: Family, today: date, *, person: Person) -> list[KeyContactItem]:
    return _items(former_key_contacts(family, today, person=person))


def _items(rows: Iterable[KeyContact]) -> list[KeyContactItem]:
    rows = list(rows)
    people = Person.objects.select_related("merged_into").in_bulk({pk for row in rows for pk in row.about})
    names = {pk: str(person.merged_into or person) for pk, person in people.items()}
    return [KeyContactItem(row, ", ".join(dict.fromkeys(names[pk] for pk in row.about))) for row in rows]
