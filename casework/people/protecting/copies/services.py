"""What stood as typed text where it is protected now refers to the row instead: calls, letters, notes, the ecomap."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from casework.calls.models import SafetyCall
from casework.closures.models import ClosureLetter
from casework.ecomap.models import EcomapTie
from casework.families.models import Family, FamilyMember
from casework.notes.models import CaseNote
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import same_place
from casework.people.key_contacts.models import KeyContact
from casework.protections.queries import entries_of
from casework.trail.acting import in_service
from casework.trail.rows import change
from casework.trail.versions import change_version

# By kind: the model, the column of the text, and that of the reference.
COPIES: dict[str, tuple[tuple[type[Model], str, str], ...]] = {
    ContactKind.ADDRESS: (
        (SafetyCall, "child_address", "child_place"),
        (SafetyCall, "caller_address", "caller_place"),
        (ClosureLetter, "address", "place"),
        (CaseNote, "where", "place"),
    ),
    ContactKind.TELEPHONE: ((SafetyCall, "caller_number", "caller_telephone"),),
    ContactKind.EMAIL: (),
}


@in_service
def refer_to(row: ContactDetail | KeyContact) -> None:
    """Bring what repeats the row word for word to refer to it."""
    if isinstance(row, KeyContact):
        _ties_refer_to(row)
        return
    families = _families_that_show(row)
    for model, text, reference in COPIES[row.kind]:
        written = model._default_manager.filter(family__in=families).exclude(**{text: ""})
        for copy in _copies(written, text, row):
            _change(copy, **{text: "", reference: row})


def _copies(written: QuerySet, text: str, row: ContactDetail) -> Iterable[Model]:
    return [copy for copy in written if same_place(row.kind, getattr(copy, text), row.value)]


def _change(copy: Model, **values: object) -> None:
    if isinstance(copy, CaseNote):
        change_version(copy, **values)
    else:
        change(copy, **values)


def _families_that_show(row: ContactDetail) -> QuerySet:
    people = entries_of([row.person_id]).order_by().values("pk")
    members = FamilyMember.objects.filter(person__in=people).order_by().values("family")
    return Family.objects.filter(Q(pk__in=members) | Q(pk=row.family_id)).order_by().values("pk")


def _ties_refer_to(row: KeyContact) -> None:
    names = {name.casefold() for name in (row.name, row.organisation) if name}
    for tie in EcomapTie.objects.filter(family=row.family_id, key_contact=None):
        if tie.with_whom.strip().casefold() in names:
            change_version(tie, with_whom="", key_contact=row)
