"""Nobody overlaps, parents stand above their children, couples together, the household inside its outline."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.genogram.picture.kinship import GenogramPerson, Relation, kin_of
from casework.genogram.picture.layout import genogram_picture
from casework.genogram.picture.parts import OUTER
from tests.casework.genogram import families
from tests.casework.genogram.families import Household

KINDS = [
    "mother", "father", "step_parent", "grandparent", "sibling", "half_sibling", "partner", "former_partner",
    "aunt_or_uncle", "carer", "other",
]  # fmt: skip
NAMES = ["Ann Ash", "Bo", "Aleksandra Kowalska-Wiśniewska", "Christabelle Montgomery-Featherstonehaugh", "李小龍"]
PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "age": st.sampled_from(["", "7", "unborn, due Tue 12 Jan 2027"]),
        "sex": st.sampled_from("MFU"),
        "born": st.sampled_from([None, date(2019, 5, 4), date(2024, 8, 25)]),
        **dict.fromkeys(["child", "pregnancy", "ended", "in_household", "index"], st.booleans()),
    }
)


@st.composite
def any_family(draw):
    people = [
        GenogramPerson(pk=number, **details) for number, details in enumerate(draw(st.lists(PERSON, max_size=12)), 1)
    ]
    pks = st.integers(1, max(1, len(people)))
    relations = draw(st.lists(st.builds(Relation, pks, st.sampled_from(KINDS), pks), max_size=2 * len(people)))
    return people, relations


def boxes(picture):
    return {
        pk: (spot.x - spot.half, spot.y - OUTER, spot.x + spot.half, spot.foot) for pk, spot in picture.spots.items()
    }


def assert_legible(picture):
    """Nobody's sign or name lies on another's, no line runs through a name, and all of it is inside the frame."""
    found = boxes(picture)
    for one, other in combinations(found.values(), 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    for left, top, right, foot in found.values():
        assert left >= 0 and top >= 0 and right <= picture.width and foot <= picture.height
        for line in picture.lines:
            assert not _runs_through(line, left, top + 2 * OUTER + 1, right, foot)
    for x, y in [point for line in picture.lines for point in line.points]:
        assert 0 <= x <= picture.width and 0 <= y <= picture.height


def _runs_through(line, left, top, right, foot):
    (x1, y1), (x2, y2) = line.points
    beside = max(x1, x2) <= left or min(x1, x2) >= right
    return not beside and max(y1, y2) > top and min(y1, y2) < foot


def assert_parents_above(people, relations, picture):
    for child, parents in kin_of(people, relations).parents.items():
        for parent in parents:
            assert picture.spots[parent].foot < picture.spots[child].y - OUTER


@pytest.mark.slow
@pytest.mark.rule("A8.5")
@settings(max_examples=150, deadline=None)
@given(any_family())
def test_picture_of_any_family_shows_everybody_once_and_legibly_and_parents_above_children(family):
    people, relations = family
    picture = genogram_picture(people, relations)
    assert set(picture.spots) == {person.pk for person in people}
    assert_legible(picture)
    assert_parents_above(people, relations, picture)


@pytest.mark.parametrize("family", families.ALL, ids=lambda family: family.__name__)
def test_picture_of_the_families_of_practice_is_legible(family):
    people, relations = family().all
    picture = genogram_picture(people, relations)
    assert_legible(picture)
    assert_parents_above(people, relations, picture)


@pytest.mark.parametrize("family", families.ALL, ids=lambda family: family.__name__)
def test_picture_of_the_same_family_is_the_same(family):
    assert genogram_picture(*family().all) == genogram_picture(*family().all)


def spots(family):
    picture = genogram_picture(*family.all)
    return picture, {name: picture.spots[pk] for name, pk in family.numbers.items()}


def test_mother_is_between_the_fathers_of_her_children_each_child_under_its_own():
    picture, spot = spots(families.two_fathers())
    assert spot["Joe"].x < spot["Ann"].x < spot["Tom"].x
    assert spot["Joe"].y == spot["Ann"].y == spot["Tom"].y
    assert spot["Mia"].x < spot["Ben"].x < spot["Kit"].x
    assert len(picture.slashes) == 1
    assert spot["Joe"].x < picture.slashes[0][0] < spot["Ann"].x


def inside(outline, x, y):
    """Whether a point lies inside an outline (of a ray to the right, an odd number of sides is crossed)."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


@pytest.mark.parametrize("family", families.ALL, ids=lambda family: family.__name__)
def test_household_is_enclosed_and_nobody_else(family):
    picture = genogram_picture(*family().all)
    for spot in picture.spots.values():
        for x in (spot.x - spot.half + 1, spot.x, spot.x + spot.half - 1):
            found = any(inside(outline, x, spot.y) for outline in picture.household)
            assert found == spot.person.in_household, spot.person.name


def test_outline_leaves_out_a_mother_who_lives_elsewhere():
    picture, _ = spots(families.grandmother_as_carer())
    assert len(picture.household) == 1


def test_person_without_a_relationship_is_below_under_a_heading():
    family = families.two_fathers().at_home("Pat").add("Lee")
    picture, spot = spots(family)
    assert spot["Pat"].y == spot["Lee"].y > spot["Mia"].foot
    assert [caption.words for caption in picture.captions] == ["Not yet connected"]
    assert len(picture.household) == 2


def test_child_alone_has_no_heading():
    picture, _ = spots(families.alone())
    assert (picture.captions, picture.lines) == ([], [])


def test_twins_come_from_one_point():
    picture, spot = spots(families.twins())
    [ben, bea] = [
        line.points[0] for line in picture.lines for name in ("Ben", "Bea")
        if line.points[1][0] == spot[name].x and line.points[0][0] != spot[name].x
    ]  # fmt: skip
    assert ben == bea
    assert "twins" in picture.styles


def test_line_of_an_only_child_has_no_corner():
    family = Household().at_home("Ann", "F").at_home("Joe", "M").child("Mia", "F")
    picture, spot = spots(family.relation("Ann mother Mia", "Joe father Mia", "Ann partner Joe"))
    across = [line for line in picture.lines if line.points[0][1] == line.points[1][1]]
    assert [{y for _, y in line.points} for line in across] == [{spot["Ann"].y}]


def test_partner_further_away_is_reached_above_the_others():
    family = Household().at_home("Ann", "F").add("Joe", "M").add("Tom", "M").add("Sam", "M").add("Lee", "M")
    picture, spot = spots(family.relation(*(f"Ann former_partner {name}" for name in ("Joe", "Tom", "Sam", "Lee"))))
    assert len(picture.slashes) == 4
    assert min(y for _, y in picture.slashes) < spot["Ann"].y


def test_family_without_anybody_has_no_picture():
    assert genogram_picture([], []).spots == {}
