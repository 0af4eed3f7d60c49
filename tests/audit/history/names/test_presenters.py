"""Every row of a family is told in the history: no table is forgotten."""

from django.apps import apps

from audit.history.names.presenters import PARTS_OF_THE_RECORD, ROW_NAMES
from casework.access.grants.models import FamilyGrant
from casework.calls.models import SafetyCall
from casework.documents.models import DocumentText
from casework.families.models import Family, FamilyRecord
from casework.imports.ledger.models import Imported, ImportedValue, ImportEnd, ImportRun, ImportUndone
from casework.links.models import FamilyLink
from casework.people.models import Person, PersonRecord
from casework.submissions.models import Submission
from casework.trail.models import Permanent, Viewing
from supervision.group_supervisions.models import SupervisionPassage


def test_history_names_every_model_of_a_family_but_viewings():
    of_a_family = {model for model in apps.get_models() if issubclass(model, FamilyRecord | Permanent)}
    of_a_person = set(PersonRecord.__subclasses__())
    runs = {Imported, ImportedValue, ImportEnd, ImportRun, ImportUndone}
    of_itself = {Viewing, Submission, DocumentText} | runs
    assert set(ROW_NAMES) == of_a_family - of_itself | {Family, FamilyGrant, Person, SafetyCall} | of_a_person


def test_each_named_row_belongs_to_a_part_that_one_can_choose():
    assert {row_name.part for row_name in ROW_NAMES.values()} == set(PARTS_OF_THE_RECORD)


def test_section_is_named_by_its_heading_and_an_unknown_one_by_its_key():
    heading = {key: SupervisionPassage(section=key).get_section_display() for key in ("hypotheses", "of_an_older_one")}
    assert heading == {"hypotheses": "Hypotheses", "of_an_older_one": "of_an_older_one"}


def test_linked_family_is_named_by_its_reference_since_it_may_be_restricted(ash):
    link = FamilyLink(family=ash.family, other=ash.family)
    assert ROW_NAMES[FamilyLink].name(link) == f"the link to the family {ash.family.reference}"
