"""The list says what the picture shows."""

import pytest

from casework.genogram.picture.layout import genogram_picture
from casework.genogram.picture.wording import generations_in_words
from tests.casework.genogram import families
from tests.casework.genogram.families import Household, grandmother_as_carer, separated, twins


def words(family):
    generations = generations_in_words(*family.all, genogram_picture(*family.all))
    return {
        generation.heading: [f"{entry.name}, {entry.where}: {entry.relations}" for entry in generation.entries]
        for generation in generations
    }


@pytest.mark.rule("A8.5")
def test_person_is_listed_in_their_generation_with_home_and_relations():
    assert words(separated()) == {
        "Parents’ generation": [
            "Ann, lives in the household: mother of Mia; former partner of Joe",
            "Joe, lives elsewhere: father of Mia; former partner of Ann",
        ],
        "Children’s generation": ["Mia, lives in the household, a child we work with: daughter of Ann and Joe"],
    }


def test_carer_and_twins_are_listed():
    [mia] = words(grandmother_as_carer())["Children’s generation"]
    assert mia.endswith("daughter of Ann; cared for by Grace; granddaughter of Grace")
    assert "born on one day with Bea" in words(twins())["Children’s generation"][1]


def test_person_who_is_not_connected_is_listed_so():
    assert words(separated().add("Pat"))["Not yet connected"] == ["Pat, lives elsewhere: "]
    assert list(words(families.alone())) == ["People"]


def test_person_who_died_lives_nowhere():
    assert words(Household().add("Bert", "M", age="died aged 60", ended=True))["People"] == ["Bert, died aged 60: "]


@pytest.mark.parametrize("family", families.ALL, ids=lambda family: family.__name__)
def test_list_and_picture_show_the_same_people(family):
    people, relations = family().all
    picture = genogram_picture(people, relations)
    worded = generations_in_words(people, relations, picture)
    listed = [entry.pk for generation in worded for entry in generation.entries]
    assert sorted(listed) == sorted(picture.spots)
