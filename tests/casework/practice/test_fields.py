"""Fields that hold codes know their list: every model is walked."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.allocations.models import Allocation
from casework.notes.models import CaseNote, NotePassage
from casework.people.asked_items.models import AskedItem
from casework.plans.models import Assessment
from casework.practice.fields import CodedMixin, CodeField
from casework.referrals.models import Involvement, Referral
from casework.trail.acting import acting
from casework.trail.fields import PeopleField
from casework.trail.rows import change
from tests.factories import NOW
from workbook.programmes.models import ModuleRecord
from workbook.summaries.models import SummaryPassage
from workbook.workbooks.models import Workbook

OURS = {"casework", "workbook", "supervision", "chronology", "audit"}
LONGEST_CODE = 60
# Short columns that hold no code: numbers and names as they are typed, and addresses of the product's own.
NO_CODES = {
    "Answer.subject_type", "CopyGiven.subject_type", "EndedByClosure.subject_type", "InError.subject_type",
    "Viewing.method", "Viewing.through", "Person.known_as", "Person.la_child_id", "Person.nhs_number", "Person.upn",
    "Person.former_upn", "SafetyCall.caller_number", "KeyContact.telephone", "LegalEpisode.reference",
    "Document.content_type", "DueDate.subject_type", "HeldBack.field", "HeldBack.subject_type", "Hold.subject_type",
    "Imported.table", "ImportedValue.table", "LookedThrough.table", "LeftNote.reference", "Frozen.kind",
    "Frozen.subject_type",
    "Notification.kind", "Notification.subject_type", "Submission.subject_type", "UnsavedText.subject",
    "SafeContact.code_word", "KnownApart.known_as", "KnownApart.nhs_number", "KnownApart.upn", "KnownApart.former_upn",
}  # fmt: skip
IDS = {"Transfer.staying", "KnownApart.said", "Frozen.origins"}  # of allocations; names of columns; keys of rows
OF_EACH_ROW = {"covering_for"}  # ids of users, in whose place it was written


def fields_of(*kinds):
    """The fields of these kinds of all our models, by the name of the model and their own."""
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    tables = [model for model in ours if not model.__name__.startswith("Historical")]
    return {
        f"{model.__name__}.{field.name}": field
        for model in tables
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    }


def test_every_short_column_is_a_coded_field_has_choices_or_is_named_as_holding_none():
    found = fields_of(models.CharField)
    plain = {name for name, field in found.items() if not isinstance(field, CodedMixin) and not field.choices}
    assert {name for name in plain if (found[name].max_length or 0) <= LONGEST_CODE} == NO_CODES


def test_every_array_holds_codes_or_people():
    found = {name: field for name, field in fields_of(ArrayField).items() if field.name not in OF_EACH_ROW}
    assert {name for name, field in found.items() if not isinstance(field, CodedMixin | PeopleField)} == IDS


def test_every_coded_field_has_a_list_and_is_a_plain_field_for_migrations():
    found = fields_of(CodedMixin)
    assert len(found) > 30
    for name, field in found.items():
        _, path, _, kwargs = field.deconstruct()
        assert path in ("django.db.models.CharField", "django.contrib.postgres.fields.ArrayField"), name
        assert "choices" not in kwargs and "codes" not in kwargs, name
        if not name.endswith(".section") and not hasattr(field.codes, "lists"):
            assert field.choices_on(), name


def test_every_coded_field_fits_the_codes_of_its_list():
    for name, field in fields_of(CodeField).items():
        if not name.endswith(".section") and not hasattr(field.codes, "lists"):
            assert max(len(code) for code, _ in field.choices_on()) <= field.max_length, name


def test_codes_are_looked_up_by_their_field_alone():
    """Only the lists themselves ask by name, and imports, which read the columns of another table."""
    root = Path(__file__).parents[3]
    asking = re.compile(r"\bcodes\.(label|choices|may_choose|code_list)\(")
    sources = [path for app in sorted(OURS) for path in (root / app).rglob("*.py")]
    by_name = {str(path.relative_to(root)) for path in sources if asking.search(path.read_text())}
    outside = {path for path in by_name if not path.startswith(("casework/practice/", "casework/imports/"))}
    assert outside == set()


def test_a_national_code_is_offered_for_its_days_and_keeps_its_words_for_ever():
    field = Involvement.factors.field
    assert field.may_choose("18A", date(2020, 3, 31))
    assert not field.may_choose("18A", date(2020, 4, 1))
    assert "18A" not in dict(field.choices_on(NOW.date()))
    assert Involvement(factors=["18A"]).get_factors_display() == "Physical abuse"
    assert Referral(source="6").get_source_display() == Referral.source.field.label("6") != "6"
    assert Allocation(ended_because="").get_ended_because_display() == ""


def test_a_key_that_the_practice_file_does_not_have_any_more_has_its_own_words():
    assert CaseNote(kind="gone_kind").get_kind_display() == "Gone kind"
    assert Workbook(closed_reason="gone_reason").get_closed_reason_display() == "Gone reason"
    assert ModuleRecord(module="m99").get_module_display() == "m99"


def test_the_list_of_an_outcome_is_that_of_its_kind_of_assessment():
    single, enquiry = (Assessment(kind=kind, outcome="EH") for kind in ("single", "section_47"))
    assert single.get_outcome_display() == "Step down to early help"
    assert enquiry.get_outcome_display() == "EH"


def test_several_codes_are_read_in_their_order_and_words_as_they_were_typed():
    asked = AskedItem(item="religion", values=["WBRI"])
    assert asked.get_values_display() == "WBRI"
    factors = [code for code, _ in Assessment.factors.field.choices_on()[:2]]
    labels = [Assessment.factors.field.label(code) for code in factors]
    assert Assessment(factors=factors).get_factors_display() == "; ".join(labels)


def test_the_heading_of_a_section_is_that_of_its_owner():
    session, call = CaseNote(kind="session"), CaseNote(kind="telephone_call")
    assert NotePassage(owner=session, section="analysis").get_section_display() == "What it means for the children"
    assert NotePassage(owner=call, section="analysis").get_section_display() == "analysis"


@pytest.mark.django_db
def test_a_row_of_the_history_is_read_by_the_same_field(cast, month):
    summary = month.episode.summaries.get(worker=cast.sue)
    with acting(cast.sue):
        passage = SummaryPassage.objects.create(family=month.family, owner=summary, section="analysis", text="Safer.")
        part = month.family.allocation_set.get(worker=cast.dora)
        change(part, until_date=NOW.date(), ended_because="LEFTRL")
    assert SummaryPassage.section.field.words(passage.history.get()) == "Analysis"
    assert Allocation.ended_because.field.words(part.history.first()) == "The worker left the role"
