"""Contact details as one user may see them."""

from typing import NamedTuple

from casework.access import Can, access_of
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.queries import masked_for


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
    readers: tuple
    from_date: object
    until_date: object

    @property
    def ask(self):
        """'Protected address: ask Sue Sands'."""
        return f"Protected {self.label.lower()}: ask {' or '.join(str(reader) for reader in self.readers)}"

    @property
    def link(self):
        """The address that a telephone or a mail program understands; '' where there is none."""
        schemes: dict[str, str] = {ContactKind.TELEPHONE: "tel:", ContactKind.EMAIL: "mailto:"}
        scheme = schemes.get(self.kind)
        return f"{scheme}{''.join(self.value.split())}" if scheme and self.value else ""


def contacts_for(user, family, *, person=None):
    """The family's contact details, of one person or of all, as `user` may see them; none without a right to read."""
    if not access_of(user, family).can(Can.READ):
        return []
    rows = family.contactdetail_set.filter(person__in=person.all_ids) if person else family.contactdetail_set.all()
    return [_masked_contact(row) for row in masked_for(user, rows).prefetch_related("readers__user")]


def _masked_contact(row):
    return MaskedContact(
        pk=row.pk,
        person_id=row.person_id,
        kind=row.kind,
        label=row.get_kind_display(),
        value=row.shown_value,
        remark=row.shown_remark,
        protected=row.protected,
        because=row.shown_protected_because,
        readable=row.readable,
        readers=tuple(sorted((reader.user for reader in row.readers.all() if reader.ended_on is None), key=str)),
        from_date=row.from_date,
        until_date=row.until_date,
    )


ALL_READ_IT = "All who may read the family’s record see it."
MAY_PROTECT = "Protect it below if only some may."
ASK_TO_PROTECT = "If it must be protected, do not type it here: ask the lead social worker or a manager to add it."


def who_will_read(family):
    return f"{ALL_READ_IT} {MAY_PROTECT if family.access.can(Can.LEAD) else ASK_TO_PROTECT}"
