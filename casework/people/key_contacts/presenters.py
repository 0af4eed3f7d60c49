"""The professionals around the children, as pages and packs show them (A9.20)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from casework.families.models import Family
from casework.naming.presenters import colleagues_apart
from casework.people.key_contacts.queries import current_key_contacts, former_key_contacts, masked_for
from casework.people.models import Person
from casework.people.queries import names_of
from casework.protections.presenters import present_readers, whom_to_ask
from casework.users.models import User


class KeyContactItem(NamedTuple):
    """A key contact as pages and packs show it; `about` are names, '' for the whole family.

    Where `readable` is not, name, organisation, telephone and e-mail are ''.
    """

    pk: int
    profession: str
    name: str
    organisation: str
    telephone: str
    email: str
    about: str
    from_date: date
    until_date: date | None
    readable: bool
    protection_id: int | None
    readers: tuple[User, ...]

    @property
    def who(self) -> str:
        """'Jo Bell, Hill School', or 'Protected: ask Dora Dale or Sue Sands'."""
        if not self.readable:
            return f"Protected: {whom_to_ask(self.readers)}"
        return ", ".join(filter(None, (self.name, self.organisation)))

    @property
    def tel(self) -> str:
        return "".join(self.telephone.split())


def key_contacts_of(
    family: Family,
    today: date,
    *,
    person: Person | None = None,
    user: User | None = None,
    known: Iterable[Person] = (),
) -> list[KeyContactItem]:
    """The professionals around the family's children today, or those of one person and of the whole family (A9.20).

    Protected ones are readable where `user` is given, on the person's page, and is named. `known` are people whom the
    page has read already.
    """
    return _items(masked_for(user, current_key_contacts(family, today, person=person)), known)


def former_key_contacts_of(family: Family, today: date, *, person: Person, user: User) -> list[KeyContactItem]:
    return _items(masked_for(user, former_key_contacts(family, today, person=person)))


def _items(rows: Iterable[Any], known: Iterable[Person] = ()) -> list[KeyContactItem]:
    rows = list(rows)
    names = names_of({pk for row in rows for pk in row.about}, known)
    return [_item(row, names) for row in rows]


def _item(row: Any, names: dict[int, str]) -> KeyContactItem:
    return KeyContactItem(
        pk=row.pk,
        profession=row.get_profession_display(),
        name=row.masked_name,
        organisation=row.masked_organisation,
        telephone=row.masked_telephone,
        email=row.masked_email,
        about=", ".join(dict.fromkeys(names[pk] for pk in row.about)),
        from_date=row.from_date,
        until_date=row.until_date,
        readable=row.readable,
        protection_id=row.protection_id,
        readers=tuple(colleagues_apart(present_readers(row.protection), timezone.localdate()))
        if row.protection
        else (),
    )
