"""Who can be what of whom (C17): pure."""

from datetime import date

import pytest

from casework.lives.kinship import SYMMETRIC, Tie, check_tie, same_tie
from casework.people.models import Person
from casework.refusal import Odd, Refusal
from casework.relationships.models import RelationshipKind as Kind
from tests.casework.lives.test_checks import TODAY, said_of

pytestmark = pytest.mark.rule("C17")
ANN = Person(pk=1, name="Ann", sex="F", born=date(1991, 2, 3))
MIA = Person(pk=2, name="Mia", sex="F", born=date(2019, 5, 4))
BABY = Person(pk=3, name="Baby", expected=date(2026, 12, 20))


def born(year, **values):
    return Person(name=values.pop("name", "Kim"), born=date(year, 2, 3), **values)


def tie(person, kind, other):
    return said_of(lambda: check_tie(Tie(person, kind, other), TODAY, "kind"))


@pytest.mark.parametrize(
    ("person", "kind", "other", "said"),
    [
        (ANN, "mother", MIA, ""), (MIA, "mother", ANN, "refused"), (born(2010), "mother", MIA, "refused"),
        (born(2007), "mother", MIA, "odd"), (born(2006), "mother", MIA, ""), (born(1960), "mother", MIA, "odd"),
        (born(1960), "father", MIA, ""), (born(1930), "father", MIA, "odd"), (MIA, "mother", BABY, "refused"),
        (ANN, "mother", BABY, ""), (Person(name="X"), "mother", MIA, ""), (MIA, "mother", Person(name="X"), ""),
        (born(1991, sex="M"), "mother", MIA, "odd"), (ANN, "father", MIA, "odd"),
        (born(1991, sex="U"), "father", MIA, ""),
        (born(1980), "grandparent", MIA, ""), (born(2000), "grandparent", MIA, "odd"),
        (born(2020), "grandparent", MIA, "refused"), (born(2020), "adoptive_parent", MIA, "refused"),
        (born(2015), "adoptive_parent", MIA, "odd"), (ANN, "adoptive_parent", MIA, ""),
        (born(2020), "foster_carer", MIA, "odd"), (ANN, "foster_carer", MIA, ""), (ANN, "guardian", MIA, ""),
        (born(2020), "step_parent", MIA, "odd"), (MIA, "cousin", ANN, ""), (MIA, "aunt_or_uncle", ANN, ""),
        (MIA, "partner", ANN, "refused"), (born(2011), "partner", ANN, "odd"), (born(2010), "former_partner", ANN, ""),
        (BABY, "partner", ANN, "refused"),
    ],
)  # fmt: skip
def test_tie(person, kind, other, said):
    assert tie(person, kind, other) == said


def test_parent_who_died_long_before_the_birth_is_refused_as_mother_and_odd_as_father():
    assert tie(born(1991, died=date(2018, 12, 1)), "mother", MIA) == "refused"
    assert tie(born(1991, died=date(2019, 5, 3)), "mother", MIA) == "odd"
    assert tie(born(1991, died=date(2019, 5, 4)), "mother", MIA) == ""
    assert tie(born(1991, died=date(2019, 1, 1)), "father", MIA) == ""
    assert tie(born(1991, died=date(2018, 1, 1)), "father", MIA) == "odd"


def test_refusal_says_who_and_what_to_do():
    with pytest.raises(Refusal, match="Tiny is the mother of Mo: Tiny is not older, which cannot be") as refusal:
        check_tie(Tie(born(2020, name="Tiny"), "mother", born(1995, name="Mo")), TODAY, "kind")
    assert refusal.value.field == "kind"
    with pytest.raises(Odd, match="Kim is recorded as male") as odd:
        check_tie(Tie(born(1991, sex="M"), "mother", MIA), TODAY, "kind")
    assert odd.value.brief == "the mother is recorded as male"


@pytest.mark.parametrize("kind", Kind)
def test_symmetric_tie_is_the_same_the_other_way_round(kind):
    assert (same_tie(kind, 1, 2) == same_tie(kind, 2, 1)) is (kind in SYMMETRIC)


def test_every_kind_of_relationship_is_symmetric_or_has_its_direction():
    directed = {"mother", "father", "adoptive_parent", "step_parent", "foster_carer", "guardian", "grandparent",
                "aunt_or_uncle", "carer"}  # fmt: skip
    assert set(Kind.values) - SYMMETRIC == directed
