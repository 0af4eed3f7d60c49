"""The picture as SVG: the usual signs, nothing that a strict policy forbids, nothing that a name could inject."""

from xml.etree import ElementTree

import pytest

from casework.genogram.picture.drawing import svg
from casework.genogram.picture.key import key_of_signs
from casework.genogram.picture.layout import genogram_picture
from tests.casework.genogram.families import Household, alone, two_fathers

SVG = "{http://www.w3.org/2000/svg}"


def drawn(family):
    return ElementTree.fromstring(svg(genogram_picture(*family.all), name="Genogram of the family Ash"))


def shapes(family):
    """The tags of the signs of each person, in their order."""
    groups = drawn(family).iter(f"{SVG}g")
    return [
        [part.tag.removeprefix(SVG) for part in group if part.tag not in (f"{SVG}title", f"{SVG}text")]
        for group in groups
    ]


@pytest.mark.rule("A8.5")
def test_signs_are_the_usual_ones():
    one = Household().add("Joe", "M")
    assert shapes(one) == [["rect"]]
    assert shapes(Household().add("Ann", "F")) == [["circle"]]
    assert shapes(Household().add("Cy", "U")) == [["polygon"]]
    assert shapes(Household().add("Bump", "U", pregnancy=True)) == [["polygon"]]
    assert shapes(Household().add("Ann", "F", index=True)) == [["circle", "circle"]]
    assert shapes(Household().add("Bert", "M", ended=True)) == [["rect", "line", "line"]]


def test_sign_of_a_pregnancy_is_a_triangle_and_of_an_unknown_sex_a_diamond():
    def corners(**details):
        [polygon] = drawn(Household().add("Cy", "U", **details)).iter(f"{SVG}polygon")
        return len(polygon.get("points").split())

    assert (corners(pregnancy=True), corners()) == (3, 4)


def test_picture_has_an_accessible_name_and_says_where_the_words_are():
    picture = drawn(two_fathers())
    assert picture.get("role") == "img"
    assert [part.text for part in picture if part.get("id") in picture.get("aria-labelledby").split()] == [
        "Genogram of the family Ash", "The list on this page says the same in words.",
    ]  # fmt: skip


def test_picture_needs_neither_style_nor_script():
    for part in drawn(two_fathers()).iter():
        assert part.tag != f"{SVG}style" and "style" not in part.attrib and "class" not in part.attrib
        assert not any(name.startswith("on") or "href" in name for name in part.attrib)


def test_name_of_a_person_is_escaped():
    text = svg(genogram_picture(*Household().add("<script>alert(1)</script>").all), name='<b>&"')
    assert "<script" not in text and "<b>" not in text


def test_household_is_dashed_and_named_not_only_tinted():
    picture = drawn(alone())
    [outline] = [part for part in picture.iter(f"{SVG}polygon") if part.get("stroke-dasharray")]
    assert outline.get("stroke")
    assert "Household" in [part.text for part in picture.iter(f"{SVG}text")]


def test_key_explains_each_sign_that_is_used_and_no_other():
    words = [sign.words for sign in key_of_signs(genogram_picture(*two_fathers().all))]
    assert words == [
        "Male", "Female", "Two outlines: a child we work with", "Partners", "Two strokes: former partners",
        "Descent: parents above, children below", "Carer, foster carer, guardian or step-parent",
        "Enclosed: lives in the household",
    ]  # fmt: skip
    assert [sign.words for sign in key_of_signs(genogram_picture(*alone().all))] == [
        "Female", "Two outlines: a child we work with", "Enclosed: lives in the household",
    ]  # fmt: skip
