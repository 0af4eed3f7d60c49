"""What the relations say for the picture."""

from casework.genogram.picture.kinship import DASHED, DOTTED, Link, kin_of
from tests.casework.genogram.families import Household, grandmother_as_carer, twelve, two_fathers


def test_children_are_in_the_union_of_their_parents():
    family = two_fathers()
    unions = {union.parents: union.children for union in kin_of(*family.all).unions}
    assert unions == {
        (family["Ann"], family["Joe"]): (family["Mia"], family["Ben"]),
        (family["Ann"], family["Tom"]): (family["Kit"],),
    }


def test_couple_again_is_a_couple_and_parents_of_a_child_are_a_third_kind():
    family = two_fathers().relation("Joe partner Ann")
    couples = kin_of(*family.all).couples
    assert couples[frozenset((family["Ann"], family["Joe"]))] == "partners"
    unsaid = Household().add("Ann").add("Joe").add("Mia").relation("Ann mother Mia", "Joe father Mia")
    assert list(kin_of(*unsaid.all).couples.values()) == ["parents"]


def test_link_that_descent_shows_already_is_not_drawn():
    family = grandmother_as_carer()
    assert kin_of(*family.all).links == [Link(DASHED, "carer", family["Grace"], (family["Mia"],))]
    family = twelve()
    kinds = [link.kind for link in kin_of(*family.all).links]
    assert "half_sibling" not in kinds


def test_grandmother_through_nobody_known_has_a_dotted_line():
    family = Household().add("Grace").add("Mia").relation("Grace grandparent Mia")
    assert kin_of(*family.all).links == [Link(DOTTED, "grandparent", 1, (2,))]


def test_siblings_recorded_both_ways_are_one_line():
    family = Household().add("Mia").add("Ben").relation("Mia sibling Ben", "Ben sibling Mia")
    assert kin_of(*family.all).links == [Link(DOTTED, "sibling", 1, (2,))]


def test_parents_who_are_three_are_the_couple_and_a_third_alone():
    family = Household().add("Ann").add("Kay").add("Joe").add("Mia")
    family.relation("Ann mother Mia", "Joe father Mia", "Kay mother Mia", "Ann partner Kay")
    assert {union.parents for union in kin_of(*family.all).unions} == {(1, 2), (3,)}


def test_ancestor_of_oneself_is_left_out():
    family = Household().add("Ann").add("Ben").relation("Ann mother Ben", "Ben father Ann")
    assert kin_of(*family.all).parents == {2: [1]}
