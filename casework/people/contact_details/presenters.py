"""Contact details as one user may see them."""

from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from casework.families.models import Family
from casework.naming.presenters import colleagues_apart
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import contacts_of
from casework.people.models import Person
from casework.protections.models import Protection
from casework.protections.presenters import present_readers, whom_to_ask
from casework.users.models import User


class MaskedContact(NamedTuple):
    """A contact detail as one user may see it; where `readable` is not, value, remark and reason are ''."""

    pk: int
    person_id: int
    kind: str
    label: str
    value: str
    remark: str
    protection_id: int | None
    because: str
    readable: bool
    settled: bool
    readers: tuple[User, ...]
    from_date: date
    until_date: date | None

    @property
    def protected(self) -> bool:
        return self.protection_id is not None

    @property
    def ask(self) -> str:
        """'Protected address: ask Sue Sands'."""
        return f"Protected {self.label.lower()}: {whom_to_ask(self.readers)}"

    @property
    def link(self) -> str:
        """The address that a telephone or a mail program understands; '' where there is none."""
        schemes: dict[str, str] = {ContactKind.TELEPHONE: "tel:", ContactKind.EMAIL: "mailto:"}
        scheme = schemes.get(self.kind)
        return f"{scheme}{''.join(self.value.split())}" if scheme and self.value else ""


def contacts_for(user: User, family: Family, *, person: Person | None = None) -> list[MaskedContact]:
    """The contact details of one person of the family or of all, as `user` may see them; none without a right to read.

    They are those that any family of the person has written.
    """
    return [_masked_contact(row) for row in contacts_of(user, family, person=person)]


def _readers(protection: Protection | None) -> tuple[User, ...]:
    """Those who read it now, by names that tell them apart."""
    return tuple(colleagues_apart(present_readers(protection), timezone.localdate())) if protection else ()


def _masked_contact(row: Any) -> MaskedContact:
    """Of a ContactDetail with the columns of `masked_for`."""
    return MaskedContact(
        pk=row.pk,
        person_id=row.person_id,
        kind=row.kind,
        label=row.get_kind_display(),
        value=row.masked_value,
        remark=row.masked_remark,
        protection_id=row.protection_id,
        because=row.masked_because,
        readable=row.readable,
        settled=row.protection is None or row.protection.settled_at is not None,
        readers=_readers(row.protection),
        from_date=row.from_date,
        until_date=row.until_date,
    )


def place_words(row: ContactDetail | None, otherwise: str = "") -> str:
    """What tells a place where something refers to it: its value, or 'Ann’s address (protected)'.

    What is protected is shown on the person's page, and to nobody here. `otherwise` is what was typed instead.
    """
    if row is None:
        return otherwise
    if row.protection_id is None:
        return row.value
    return f"{row.person.merged_into or row.person}’s {row.get_kind_display().lower()} (protected)"


ALL_READ_IT = "All who may read the record of a family of theirs see it."
MAY_PROTECT = "Protect it below if only some may."
ALREADY = "Where they live is protected: what you add here is shown only to those named."


def who_will_read(already: bool) -> str:
    """The paragraph above the form of a new one; `already` says that the person's place is protected."""
    return ALREADY if already else f"{ALL_READ_IT} {MAY_PROTECT}"


PROTECTING = (
    "It is shown at once to those named, on this person’s page, and nowhere else: not in packs, mails, prints, lists, "
    "search or the history. Everybody else reads whom to ask. A manager settles it afterwards."
)
UNPROTECTING = (
    "All who may read the record of a family of theirs will see it, now and for as long as it is recorded.",
    "The list of those named ends with the last thing that is protected for it.",
    "What it said while it was protected stays out of the history.",
)


def taking_over(contact: MaskedContact) -> tuple[str, str]:
    named = " and ".join(str(reader) for reader in contact.readers)
    return (
        f"{named} may not read this family’s record any more. You and those whom you name take their place.",
        "The history says that you did.",
    )
