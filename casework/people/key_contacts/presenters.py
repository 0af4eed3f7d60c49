"""The professionals around the children, as pages and packs show them (A9.20)."""

from typing import NamedTuple

from django.db.models import Q

from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person


class KeyContactItem(NamedTuple):
    """A key contact as pages and packs show it; `about` are names, none for the whole family."""

    row: KeyContact
    about: str

    @property
    def who(self):
        """'Jo Bell, Hill School'."""
        return ", ".join(filter(None, (self.row.name, self.row.organisation)))

    @property
    def tel(self):
        return "".join(self.row.telephone.split())


def key_contacts_of(family, today, *, person=None):
    """The professionals around the family's children today, or those of one person and of the whole family (A9.20)."""
    rows = family.keycontact_set.on(today)
    if person:
        rows = rows.filter(Q(about=[]) | Q(about__overlap=person.all_ids))
    return _items(rows)


def former_key_contacts_of(family, today, *, person):
    return _items(family.keycontact_set.filter(until_date__lt=today, about__overlap=person.all_ids))


def _items(rows):
    rows = list(rows)
    people = Person.objects.select_related("merged_into").in_bulk({pk for row in rows for pk in row.about})
    names = {pk: str(person.merged_into or person) for pk, person in people.items()}
    return [KeyContactItem(row, ", ".join(dict.fromkeys(names[pk] for pk in row.about))) for row in rows]
