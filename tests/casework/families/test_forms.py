"""A family is typed, since a list to choose from would be as long as the county."""

import pytest
from django import forms

from casework.families import services as families
from casework.families.forms import FamilyField
from casework.families.models import Family
from casework.families.queries import OFFERED
from tests.factories import NOW


def chosen(typed, **details):
    field = FamilyField(**details)
    field.families = Family.objects.all()
    try:
        return field.clean(typed)
    except forms.ValidationError as refused:
        return refused.messages[0]


def added(cast, name):
    return families.add_family(name=name, team=cast.north, by=cast.mary, at=NOW)


def test_family_is_found_by_its_reference_or_its_whole_name(cast, ash):
    moller = added(cast, "Møller-O'Shea")
    for typed in (
        ash.family.reference,
        f" {ash.family.reference.lower()} ",
        f"Ash ({ash.family.reference})",
        "ash",
        "ASH ",
    ):
        assert chosen(typed) == ash.family, typed
    for typed in ("Møller-O'Shea", "moller-o'shea"):
        assert chosen(typed) == moller, typed


def test_family_is_not_guessed_from_a_part_of_a_name_or_from_a_name_of_two(cast, ash):
    assert (
        chosen("As")
        == chosen("Mia").replace("Mia", "As")
        == (f"‘As’ is not the whole name of one family alone. Type the reference: Ash ({ash.family.reference}).")
    )
    second = added(cast, "Ash")
    assert chosen("Ash").endswith(f"Ash ({ash.family.reference}), Ash ({second.reference}).")
    assert chosen(second.reference) == second


def test_only_the_first_of_many_are_named(cast, ash):
    for _ in range(OFFERED):
        added(cast, "Ash")
    assert chosen("Ash").count("Ash (") == OFFERED
    assert chosen("Ash").endswith(", others.")


@pytest.mark.parametrize("typed", ["F99999999", "F" + "9" * 18, "Nobody", "%", "_", "\\"])
def test_what_finds_nothing_is_said(ash, typed):
    assert chosen(typed) == f"No family that you may choose is found by ‘{typed}’. Look for it on the page Families."


def test_nothing_typed_is_no_family_where_none_need_be(ash):
    assert chosen("  ", required=False) is None
    assert chosen("") == "This field is required."
