"""Who stands in which row."""

import pytest

from casework.genogram.picture.generations import generation_rows
from casework.genogram.picture.kinship import kin_of
from tests.casework.genogram.families import Household, grandmother_as_carer, twelve


def rows(family):
    found = generation_rows(*family.all, kin_of(*family.all))
    return {name: found[pk] for name, pk in family.numbers.items() if pk in found}


@pytest.mark.rule("A8.5")
def test_generations_are_in_rows_of_their_own():
    found = rows(twelve())
    assert {name for name, row in found.items() if row == -2} == {"Grace", "Bert", "Jo"}
    assert {name for name, row in found.items() if row == 0} == {"Mia", "Ben", "Kit", "Zed"}
    assert {found[name] for name in ("Ann", "Joe", "Tom", "Sal")} == {-1}


def test_grandmother_who_cares_stays_in_her_generation():
    assert rows(grandmother_as_carer()) == {"Grace": -2, "Ann": -1, "Mia": 0}


def test_grandmother_alone_is_two_rows_above():
    assert rows(Household().add("Grace").child("Mia").relation("Grace grandparent Mia")) == {"Grace": -2, "Mia": 0}


def test_baby_of_a_child_is_below_and_a_child_who_cares_for_a_parent_too():
    family = Household().child("Ann").child("Baby").relation("Ann mother Baby")
    assert rows(family)["Baby"] == rows(family)["Ann"] + 1
    family = Household().at_home("Ann").child("Mia").relation("Mia carer Ann")
    assert rows(family) == {"Ann": -1, "Mia": 0}


def test_descent_counts_where_another_relation_contradicts_it():
    family = Household().add("Ann").child("Mia").relation("Ann mother Mia", "Mia grandparent Ann", "Mia partner Ann")
    assert rows(family) == {"Ann": -1, "Mia": 0}


def test_child_of_a_father_and_his_own_daughter_is_below_both():
    family = Household().add("Bert").add("Ann").child("Mia")
    family.relation("Bert father Ann", "Ann mother Mia", "Bert father Mia")
    found = rows(family)
    assert found["Bert"] < found["Ann"] < found["Mia"]


def test_person_without_a_relation_has_no_row():
    assert rows(Household().add("Pat").child("Mia").add("Ann").relation("Ann mother Mia")) == {"Mia": 0, "Ann": -1}
