"""The values of a row in words: choices and codes by their labels, people and other rows by their names."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model

from audit.history.names.presenters import names_of
from audit.history.queries import HistoryRow
from casework.answers.models import Answer, AnswerHeldBack
from casework.calls.models import SafetyCall
from casework.closures.models import ClosureLetter
from casework.ecomap.models import EcomapTie
from casework.held_back.models import HeldBack
from casework.notes.models import CaseNote
from casework.people.contact_details.models import ContactDetail
from casework.people.family_time.models import FamilyTime
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.people.safe_contacts.models import SafeContact
from casework.practice.fields import CodedMixin
from casework.protections.models import Protection, ProtectionReader, ProtectionRequest
from casework.trail.fields import PeopleField
from casework.users.models import User
from casework.words import say_when
from workbook.programmes.sharing.models import SharingChoice

# What the product keeps for itself.
INTERNAL_FIELDS = {
    "id", "family", "said_in", "said", "version", "position", "file", "sha256", "size", "content_type", "contents",
    "origins", "subject_type", "subject_id", "attempts",
}  # fmt: skip
# What the sentence around the values names already.
FIELDS_IN_THE_SENTENCE = {"owner", "by", "at", "item", "covering_for"}
# Protected, or it may have been, or somebody's own: the history says that it changed, and never the value.
WITHHELD_FIELDS: dict[type[Model], set[str]] = {
    # It may be held back from somebody: it stands on the page of that answer.
    Answer: {"text", "was", "now", "because"},
    AnswerHeldBack: {"because"},
    CaseNote: {"where"},
    ClosureLetter: {"address"},
    ContactDetail: {"value", "remark"},
    EcomapTie: {"with_whom"},
    HeldBack: {"words", "because"},
    KeyContact: {"name", "organisation", "telephone", "email"},
    Protection: {"because"},
    ProtectionReader: {"because"},
    ProtectionRequest: {"because"},
    SafetyCall: {"child_address", "caller_address", "caller_number"},
    # The reasons of one parent, which are not for the other: they stand on the page of that choice.
    SharingChoice: {"because"},
    FamilyTime: {"where"},
    SafeContact: {"code_word"},
}
# When and by whom it was done: given only where that is not the moment, or the person, of the act itself.
MOMENT_FIELDS = {
    "recorded_at", "completed_at", "opened_at", "updated_at", "finalised_at", "begun_at", "closed_at", "prepared_at",
    "signed_off_at", "taken_at", "decided_at", "wanted_at", "started_at", "asked_at", "agreed_at",
}  # fmt: skip
AUTHOR_FIELDS = {
    "author", "completed_by", "opened_by", "closed_by", "signed_off_by", "asked_by", "agreed_by", "taken_by",
    "decided_by",
}  # fmt: skip


class NamesOfRows:
    """The names of all rows to which the given history rows point: one query for each table."""

    def __init__(self, rows: Iterable[HistoryRow]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for row in rows:
            wanted[row.model].add(row.now.id)
            wanted[User].update([row.who, *(row.now.covering_for or ())])
            for state in filter(None, (row.now, row.before)):
                _collect(row.model, state, wanted)
        self.by_model = {model: names_of(model, ids) for model, ids in wanted.items()}

    def of(self, model: type[Model], pk: int) -> str:
        return self.by_model.get(model, {}).get(pk, "")


def _collect(model: type[Model], state: Model, wanted: dict[type[Model], set[int]]) -> None:
    for field in readable_fields(model):
        value = getattr(state, field.attname)
        if isinstance(field, ForeignKey) and value is not None:
            wanted[field.remote_field.model].add(value)
        elif isinstance(field, PeopleField):
            wanted[Person].update(value)


def readable_fields(model: type[Model]) -> list[Field]:
    """The fields of a row that people can read."""
    return [
        field for field in model._meta.concrete_fields if field.name not in INTERNAL_FIELDS | FIELDS_IN_THE_SENTENCE
    ]


def repeats_the_act(field: Field, row: HistoryRow) -> bool:
    """Whether the value of `field` is the moment or the person that the history gives for the whole act."""
    value = getattr(row.now, field.attname)
    return (field.name in MOMENT_FIELDS and value == row.moment) or (field.name in AUTHOR_FIELDS and value == row.who)


def is_withheld(model: type[Model], field: Field) -> bool:
    """Whether the history says of this field only that it changed."""
    return field.name in WITHHELD_FIELDS.get(model, ())


def value_in_words(field: Field, row: Model, names: NamesOfRows) -> str:
    """The value of a row as people read it; '' where there is none."""
    value = getattr(row, field.attname)
    if isinstance(field, PeopleField):
        return ", ".join(names.of(Person, pk) for pk in value or ())
    if value in (None, "", []):
        return ""
    if isinstance(field, ForeignKey):
        return names.of(field.remote_field.model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, CodedMixin):
        return field.words(row)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_when(value) if isinstance(value, date | datetime) else str(value)
