"""Contact details as one user may see them."""

from datetime import date
from typing import Any, NamedTuple

from casework.access import Can
from casework.families.models import Family
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.queries import contacts_of
from casework.people.models import Person
from casework.users.models import User


class MaskedContact(NamedTuple):
    """A contact detail as one user may see it; where `readable` is not, value, remark and reason are ''."""

    pk: int
    person_id: int
    kind: str
    label: str
    value: str
    remark: str
    protected: bool
    because: str
    readable: bool
    readers: tuple[User, ...]
    from_date: date
    until_date: date | None

    @property
    def ask(self) -> str:
        """'Protected address: ask Sue Sands'."""
        return f"Protected {self.label.lower()}: ask {' or '.join(str(reader) for reader in self.readers)}"

    @property
    def link(self) -> str:
        """The address that a telephone or a mail program understands; '' where there is none."""
        schemes: dict[str, str] = {ContactKind.TELEPHONE: "tel:", ContactKind.EMAIL: "mailto:"}
        scheme = schemes.get(self.kind)
        return f"{scheme}{''.join(self.value.split())}" if scheme and self.value else ""


def contacts_for(user: User, family: Family, *, person: Person | None = None) -> list[MaskedContact]:
    """The family's contact details, of one person or of all, as `user` may see them; none without a right to read."""
    return [_masked_contact(row) for row in contacts_of(user, family, person=person)]


def _masked_contact(row: Any) -> MaskedContact:
    """Of a ContactDetail with the columns of `masked_for`."""
    return MaskedContact(
        pk=row.pk,
        person_id=row.person_id,
        kind=row.kind,
        label=row.get_kind_display(),
        value=row.masked_value,
        remark=row.masked_remark,
        protected=row.protected,
        because=row.masked_protected_because,
        readable=row.readable,
        readers=tuple(sorted((reader.user for reader in row.readers.all() if reader.ended_on is None), key=str)),
        from_date=row.from_date,
        until_date=row.until_date,
    )


ALL_READ_IT = "All who may read the family’s record see it."
MAY_PROTECT = "Protect it below if only some may."
ASK_TO_PROTECT = "If it must be protected, do not type it here: ask the lead worker or a manager to add it."


def who_will_read(family: Family) -> str:
    """The paragraph above the form of a new one."""
    return f"{ALL_READ_IT} {MAY_PROTECT if family.access.can(Can.LEAD) else ASK_TO_PROTECT}"


PROTECTING = (
    "It is shown to those named, on this person’s page, and nowhere else: not in packs, mails, prints, lists, "
    "search or the history. Everybody else reads whom to ask."
)
UNPROTECTING = (
    "All who may read the family’s record will see it, now and for as long as it is recorded.",
    "The list of those named ends.",
    "What it said while it was protected stays out of the history.",
)


def taking_over(contact: MaskedContact) -> tuple[str, str]:
    named = " and ".join(str(reader) for reader in contact.readers)
    return (
        f"{named} may not read this family’s record any more. You take their place.",
        "The history says that you did.",
    )
