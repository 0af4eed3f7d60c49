"""Every row of a family is told in the history: no table is forgotten."""

from django.apps import apps

from audit.history.naming import GROUPS, TOLD, heading
from casework.calls.models import SafetyCall
from casework.families.models import Family, FamilyLink, FamilyRecord, Person
from casework.imports.models import Imported
from casework.people.models import PersonRecord
from casework.trail.models import Permanent, Viewing


def test_every_recorded_and_permanent_model_of_a_family_is_told_but_for_the_viewings():
    of_a_family = {model for model in apps.get_models() if issubclass(model, FamilyRecord | Permanent)}
    of_a_person = set(PersonRecord.__subclasses__())
    assert set(TOLD) == of_a_family - {Viewing, Imported} | {Family, Person, SafetyCall} | of_a_person


def test_each_belongs_to_a_part_of_the_record_that_one_can_choose():
    assert {told.group for told in TOLD.values()} == set(GROUPS)


def test_a_section_is_called_by_its_heading_and_an_unknown_one_by_its_key():
    assert heading("hypotheses") == "Hypotheses"
    assert heading("of_an_older_practice") == "of_an_older_practice"


def test_a_linked_family_is_told_by_its_reference_since_it_may_be_restricted(ash):
    link = FamilyLink(family=ash.family, other=ash.family)
    assert TOLD[FamilyLink].name(link) == f"the link to the family {ash.family.reference}"
