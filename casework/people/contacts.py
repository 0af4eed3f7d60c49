"""The one place from which contact details are read.

A protected one is told to those named, on the person's page, and nowhere else: not in packs, mails, prints, exports,
the API, search, unsaved text, another family's page or the history. A test forbids any other module to ask for them.
"""

from typing import NamedTuple

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from casework.access import Can, access_of
from casework.people.models import ContactDetail, ContactKind, ContactReader
from casework.trail.rows import fingerprint


class Shown(NamedTuple):
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
        schemes = {ContactKind.TELEPHONE: "tel:", ContactKind.EMAIL: "mailto:"}
        scheme = schemes.get(self.kind)
        return f"{scheme}{''.join(self.value.split())}" if scheme and self.value else ""


def contacts_shown_to(user, family, *, person=None):
    """The family's contact details, of one person or of all, as `user` may see them; none without a right to read."""
    if not access_of(user, family).can(Can.READ):
        return []
    rows = family.contactdetail_set.filter(person__in=person.all_ids) if person else family.contactdetail_set.all()
    return [_shown(row) for row in _masked_for(user, rows).prefetch_related("readers__user")]


def _masked_for(user, rows):
    """What the user may not see does not leave the database."""
    named = ContactReader.objects.filter(contact=OuterRef("pk"), user=user, ended_on=None)
    readable = ExpressionWrapper(Q(protected=False) | Exists(named), BooleanField())
    masked = rows.annotate(readable=readable).defer("value", "remark", "protected_because")
    return masked.annotate(
        **{
            f"shown_{name}": Case(When(readable=True, then=F(name)), default=Value(""))
            for name in ("value", "remark", "protected_because")
        }
    )


def _shown(row):
    return Shown(
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


def contact_shown_to(user, family, pk):
    """The row itself, for a service, and what `user` may see of it; Http404 where the family has no such one."""
    row = get_object_or_404(family.contactdetail_set.defer("value", "remark", "protected_because"), pk=pk)
    return row, next(shown for shown in contacts_shown_to(user, family) if shown.pk == row.pk)


def telephones_of(family, today):
    """By person: the telephone numbers that hold today and that everybody may see who reads the family's record."""
    rows = ContactDetail.objects.on(today).filter(
        family=family, kind=ContactKind.TELEPHONE, protected=False, person__died=None
    )
    numbers = {}
    for row in rows.annotate(whose=Coalesce("person__merged_into_id", "person_id")):
        numbers.setdefault(row.whose, []).append(row.value)
    return numbers


def readers_of(contact):
    """The users who are named as readers now."""
    return [reader.user for reader in contact.readers.filter(ended_on=None).select_related("user")]


def fingerprint_of(contact):
    """What a page saw of a contact detail; says nothing of its value."""
    readers = sorted(user.pk for user in readers_of(contact))
    return fingerprint(
        contact.value, contact.remark, contact.from_date, contact.until_date, contact.protected,
        contact.protected_because, readers,
    )  # fmt: skip
