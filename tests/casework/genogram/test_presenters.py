"""What of the family's rows stands in the picture."""

from datetime import timedelta

import pytest

from casework.genogram.presenters import genogram_of, picture_people
from casework.genogram.queries import relations_of
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def people(ash):
    return {person.name: person for person in picture_people(ash.family, relations_of(ash.family), today=TODAY)}


@pytest.fixture
def joe(ash, cast):
    """The father, who does not live with them."""
    joe = add_adult(ash.family, cast.mary, name="Joe Black", sex="M", in_household=False)
    relationships.relate(ash.family, joe, kind="father", other=ash.mia, by=cast.mary, at=NOW)
    relationships.relate(ash.family, joe, kind="partner", other=ash.ann, by=cast.mary, at=NOW)
    return joe


def leave(ash, cast, person):
    with acting(cast.mary):
        change(ash.family.familymember_set.get(person=person), until_date=TODAY)


def test_index_children_are_those_with_an_open_referral(ash, cast):
    add_child(ash.family, cast.mary, name="Kit Ash")
    assert {name for name, person in people(ash).items() if person.index} == {"Mia Ash", "Ben Ash"}


def test_person_who_lives_elsewhere_is_not_of_the_household(ash, joe):
    found = people(ash)
    assert (found["Joe Black"].in_household, found["Ann Ash"].in_household) == (False, True)


@pytest.mark.rule("A8.5")
def test_father_who_has_left_the_family_stays_in_the_picture(ash, cast, joe):
    lodger = add_adult(ash.family, cast.mary, name="Pat Lodger")
    for person in (joe, lodger):
        leave(ash, cast, person)
    found = people(ash)
    assert "Joe Black" in found and not found["Joe Black"].in_household
    assert "Pat Lodger" not in found


def test_couple_that_has_ended_is_a_former_one_and_other_ended_relations_are_left_out(ash, cast, joe):
    relationships.relate(ash.family, joe, kind="carer", other=ash.ben, by=cast.mary, at=NOW)
    with acting(cast.mary):
        for row in ash.family.relationship_set.filter(kind__in=["partner", "carer"]):
            change(row, until_date=TODAY)
    kinds = {(relation.person, relation.kind) for relation in relations_of(ash.family)}
    assert (joe.pk, "former_partner") in kinds
    assert not {kind for _, kind in kinds} & {"partner", "carer"}


def test_person_entered_twice_is_shown_once_with_the_relations_of_both(ash, cast, joe):
    twice = add_adult(ash.family, cast.mary, name="Joseph Black", in_household=False)
    relationships.relate(ash.family, twice, kind="father", other=ash.ben, by=cast.mary, at=NOW)
    with acting(cast.mary):
        change(twice, merged_into=joe, merged_because="The same man.")
    assert "Joseph Black" not in people(ash)
    assert {relation.other for relation in relations_of(ash.family) if relation.person == joe.pk} == {
        ash.mia.pk,
        ash.ben.pk,
        ash.ann.pk,
    }


def test_index_child_entered_twice_is_still_an_index_child(ash, cast):
    stands = add_child(ash.family, cast.mary, name="Maria Ash")
    with acting(cast.mary):
        change(ash.mia, merged_into=stands, merged_because="The same girl.")
    assert people(ash)["Maria Ash"].index


def test_person_who_died_or_was_not_born_is_marked_and_lives_nowhere(ash, cast):
    bump = add_child(ash.family, cast.mary, name="Baby", born=None, expected=TODAY + timedelta(days=60))
    assert people(ash)["Baby"].pregnancy and people(ash)["Baby"].in_household
    with acting(cast.mary):
        change(bump, pregnancy_ended_on=TODAY)
        change(ash.ann, died=TODAY)
    found = people(ash)
    assert (found["Baby"].ended, found["Baby"].in_household) == (True, False)
    assert (found["Ann Ash"].ended, found["Ann Ash"].in_household) == (True, False)
    assert "died" in found["Ann Ash"].age and "ended" in found["Baby"].age


def test_person_has_the_name_they_are_known_by(ash, cast):
    with acting(cast.mary):
        change(ash.mia, known_as="Mimi")
    assert "Mimi" in people(ash)


def test_picture_that_is_wide_is_printed_on_its_side(ash, cast):
    assert not genogram_of(ash.family, today=TODAY).wide
    for number in range(8):
        child = add_child(ash.family, cast.mary, name=f"Child {number}")
        relationships.relate(ash.family, ash.ann, kind="mother", other=child, by=cast.mary, at=NOW)
    assert genogram_of(ash.family, today=TODAY).wide


def test_genogram_asks_the_database_little_however_large_the_family(ash, cast, django_assert_max_num_queries):
    for number in range(6):
        child = add_child(ash.family, cast.mary, name=f"Child {number}")
        relationships.relate(ash.family, ash.ann, kind="mother", other=child, by=cast.mary, at=NOW)
    with django_assert_max_num_queries(3):
        genogram_of(ash.family, today=TODAY)


def test_couple_that_was_recorded_wrongly_is_left_out(ash, cast, joe):
    couple = ash.family.relationship_set.get(kind="partner")
    relationships.withdraw(couple, because="His brother is.", by=cast.mary, at=NOW)
    assert not {relation.kind for relation in relations_of(ash.family)} & {"partner", "former_partner"}
