"""The list of the facts of a life is whole: each table with a day about a person is in it, or excused (C17)."""

import pytest
from django.apps import apps
from django.db import models

from casework.lives.facts import FACTS
from casework.people.models import Person

pytestmark = pytest.mark.rule("C17")
OWN = ("casework", "workbook", "supervision", "chronology", "audit")
MOMENT = "the moments at which it was recorded"
OF_THE_WORK = "days of the work with the family, not of a life"
EXCUSED: dict[str, str] = {
    "casework.Person": "the life itself",
    "casework.KnownApart": "the life itself, as a restricted family knows it",
    "casework.FamilyGrant": OF_THE_WORK,
    "casework.AgreedAction": OF_THE_WORK,
    "casework.CaseSummary": MOMENT,
    "casework.DueDate": "clocks follow what starts them",
    "casework.OwnRightAnswer": MOMENT,
    "casework.Mention": MOMENT,
    "casework.AnswerHeldBack": MOMENT,
    "casework.BringInAsk": "a manager says from when; the membership says since when",
    "workbook.Workbook": MOMENT,
    "workbook.EpisodeMember": "follows the membership in the family",
    "workbook.ProgrammeParent": OF_THE_WORK,
    "workbook.ProgrammeChild": OF_THE_WORK,
    "workbook.ModuleRecord": MOMENT,
    "supervision.Filing": MOMENT,
}
# Columns of the tables in the list that are no days of a life.
NOT_OF_A_LIFE = {
    ("casework.Answer", "at"): MOMENT,
    ("casework.Answer", "settled_at"): MOMENT,
    ("casework.Answer", "on_copies_at"): MOMENT,
    ("casework.Assessment", "approved_at"): MOMENT,
    ("casework.CopyGiven", "at"): MOMENT,
    ("casework.Plan", "approved_at"): MOMENT,
    ("casework.Involvement", "decided_at"): MOMENT,
    ("casework.Involvement", "withdrawn_at"): MOMENT,
    ("casework.Caution", "review_on"): OF_THE_WORK,
    ("casework.Caution", "ended_on"): OF_THE_WORK,
    ("casework.ParentalResponsibility", "ends_on"): "an order says it, and outlives whoever holds it",
    ("workbook.SharingChoice", "at"): MOMENT,
}


def about_a_person():
    """Of each table of ours with a foreign key to Person the columns that lead there, and those of days."""
    for model in apps.get_models():
        if model._meta.app_label not in OWN or hasattr(model, "instance_type") or model.__name__.startswith("Hist"):
            continue
        fields = model._meta.concrete_fields
        people = {field.name for field in fields if field.related_model is Person}
        if people:
            yield model, people, {field.name for field in fields if isinstance(field, models.DateField)}


def test_each_table_with_a_day_about_a_person_is_a_fact_of_a_life_or_excused():
    listed: dict[type[models.Model], tuple[set[str], set[str]]] = {}
    for dated in FACTS:
        people, days = listed.setdefault(dated.model, (set(), set()))
        people.update(dated.people)
        days.update(name.partition(".")[0] for name in dated.days)
    found = {model: (people, days) for model, people, days in about_a_person()}
    assert len(found) > 25
    missing = {}
    for model, (people, days) in found.items():
        label = model._meta.label
        if label in EXCUSED:
            assert model not in listed, label
            continue
        has_people, has_days = listed.get(model, (set(), set()))
        days -= {name for of, name in NOT_OF_A_LIFE if of == label}
        if days - has_days or (people - has_people and (days or model in listed)):
            missing[label] = (days - has_days, people - has_people)
    assert not missing


def test_what_is_excused_is_a_table_or_a_column_that_there_is():
    for label in EXCUSED:
        apps.get_model(label)
    for label, name in NOT_OF_A_LIFE:
        apps.get_model(label)._meta.get_field(name)
