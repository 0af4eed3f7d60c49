"""The values of a row in words: choices and codes by their labels, people and other rows by their names."""

from collections import defaultdict
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import ForeignKey

from audit.history.names.presenters import names_of, section_heading
from casework.people.asked_items.presenters import values_text
from casework.people.contact_details.models import ContactDetail
from casework.people.models import Person
from casework.practice import codes, note_kind
from casework.users.models import User
from casework.words import say_when
from workbook.programmes.modules.queries import module_named
from workbook.workbooks.queries import closure_reason_label

# What the product keeps for itself.
INTERNAL_FIELDS = {"id", "family", "form_key", "version", "position", "file", "sha256", "size", "content_type"}
# What the sentence around the values has said already.
FIELDS_IN_THE_SENTENCE = {"owner", "by", "at", "item"}
# Whether it is protected or ever was: the history says that it changed, and never what it says.
WITHHELD_FIELDS = {ContactDetail: {"value", "remark", "protected_because"}}
# When and by whom it was done: told only where that is not the moment, or the person, of the act itself.
MOMENT_FIELDS = {
    "recorded_at", "completed_at", "opened_at", "updated_at", "finalised_at", "begun_at", "closed_at", "prepared_at",
    "signed_off_at", "taken_at", "decided_at", "wanted_at", "started_at", "asked_at", "agreed_at",
}  # fmt: skip
AUTHOR_FIELDS = {
    "author", "completed_by", "opened_by", "closed_by", "signed_off_by", "asked_by", "agreed_by", "taken_by",
    "decided_by",
}  # fmt: skip
PEOPLE_FIELDS = {"about", "agreed_with"}
CODED_FIELDS = {
    # Of the Family Programme.
    "module": lambda key: _module(key),
    "section": section_heading,
    "need": lambda code: codes.label("needs", code),
    "source": lambda code: codes.label("referral_sources", code),
    # Of a closing a code; elsewhere words, which are left as they are.
    "reason": lambda code: codes.label("closure_reasons", code),
    "closed_because": lambda code: codes.label("closure_reasons", code),
    # Of a Workbook.
    "closed_reason": closure_reason_label,
    # Of a worker's part a code; elsewhere words.
    "ended_because": lambda code: codes.label("worker_change_reasons", code),
    "upn_unknown": lambda code: codes.label("upn_unknown", code),
    "category": lambda code: codes.label("abuse_categories", code),
    "latest_category": lambda code: codes.label("abuse_categories", code),
    "status": lambda code: codes.label("legal_statuses", code),
    "factors": lambda found: "; ".join(codes.label("factors", code) for code in found),
    # Of a referral a code; elsewhere words.
    "decision": lambda code: codes.label("referral_outcomes", code),
    # Of an assessment, an enquiry or a call a code, of a meeting or of proceedings one of theirs; elsewhere words.
    "outcome": lambda code: codes.label(
        "contact_outcomes", codes.label("section_47_outcomes", codes.label("assessment_outcomes", code))
    ),
    "outcome_code": lambda code: codes.label("pre_proceedings_outcomes", codes.label("legal_gateway_outcomes", code)),
}


class NamesOfRows:
    """The names of all rows to which the given history rows point: one query for each table."""

    def __init__(self, rows):
        wanted = defaultdict(set)
        for row in rows:
            wanted[row.model].add(row.now.id)
            wanted[User].add(row.who)
            for state in filter(None, (row.now, row.before)):
                _collect(row.model, state, wanted)
        self.by_model = {model: names_of(model, ids) for model, ids in wanted.items()}

    def of(self, model, pk):
        return self.by_model.get(model, {}).get(pk, "")


def _collect(model, state, wanted):
    for field in readable_fields(model):
        value = getattr(state, field.attname)
        if isinstance(field, ForeignKey) and value is not None:
            wanted[field.remote_field.model].add(value)
        elif _lists_people(field):
            wanted[Person].update(value)


def _lists_people(field):
    """Whether its value are ids of persons; an ‘about’ may be words too."""
    return field.name in PEOPLE_FIELDS and isinstance(field, ArrayField)


def readable_fields(model):
    """The fields of a row that people can read."""
    return [
        field for field in model._meta.concrete_fields if field.name not in INTERNAL_FIELDS | FIELDS_IN_THE_SENTENCE
    ]


def repeats_the_act(field, row):
    """Whether the value of `field` is the moment or the person that the history gives for the whole act."""
    value = getattr(row.now, field.attname)
    return (field.name in MOMENT_FIELDS and value == row.moment) or (field.name in AUTHOR_FIELDS and value == row.who)


def is_withheld(model, field):
    """Whether the history says of this field only that it changed."""
    return field.name in WITHHELD_FIELDS.get(model, ())


def value_in_words(field, row, names):
    """The value of a row as people read it; '' where there is none."""
    value = getattr(row, field.attname)
    if _lists_people(field):
        return ", ".join(names.of(Person, pk) for pk in value or ())
    if value in (None, "", []):
        return ""
    if isinstance(field, ForeignKey):
        return names.of(field.remote_field.model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name == "kind":
        return note_kind(value).label
    if field.name == "values":
        return values_text(row.item, value)
    if field.name in CODED_FIELDS:
        return CODED_FIELDS[field.name](value)
    return _plain(value)


def _module(key):
    module = module_named(key)
    return f"{module.number}: {module.title}" if module else key


def _plain(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_when(value) if isinstance(value, date | datetime) else str(value)
