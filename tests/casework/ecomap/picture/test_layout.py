"""Where everything of an ecomap stands, and how each line is drawn."""

import re
from itertools import combinations

import pytest

from casework.ecomap.models import TieFlow, TieStrength
from casework.ecomap.picture.drawing import key_of_lines, svg
from casework.ecomap.picture.layout import BOX, ecomap_picture
from casework.ecomap.presenters import TieText

LONG = "Alcoholics Anonymous, the group of Tuesday evening at the old church hall in Bury Park"


def tie(number=0, strength="strong", flow="to", with_whom=None):
    return TieText(
        row=None, whose="the family" if number % 3 else "Mia-Alexandra", of_person=number % 3 == 0,
        with_whom=with_whom or (LONG if number % 4 == 0 else f"Friend {number}"), kind="Friends and neighbours",
        strength="Strong", flow="gives to the family", strength_key=strength, flow_key=flow, about="",
    )  # fmt: skip


def drawn(*ties):
    return ecomap_picture("The family Ash", ["Mia", "Ben", "Ann"], list(ties))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 11, 16, 24, 40])
def test_boxes_overlap_neither_each_other_nor_the_family_and_are_within_the_picture(count):
    picture = drawn(*(tie(number) for number in range(count)))
    half = picture.box_height / 2
    for one, other in combinations(picture.boxes, 2):
        assert abs(one.x - other.x) >= BOX or abs(one.y - other.y) >= picture.box_height
    for box in picture.boxes:
        assert BOX / 2 <= box.x <= picture.width - BOX / 2
        assert half <= box.y <= picture.height - half
        (x, y), (u, v) = box.line
        assert ((u - x) ** 2 + (v - y) ** 2) ** 0.5 > 50


@pytest.mark.parametrize("count", [3, 9, 20, 33])
def test_lines_do_not_cross_the_boxes_of_other_ties(count):
    picture = drawn(*(tie(number) for number in range(count)))
    for box in picture.boxes:
        (x, y), (u, v) = box.line
        for part in range(101):
            at, level = x + (u - x) * part / 100, y + (v - y) * part / 100
            for other in picture.boxes:
                within = abs(at - other.x) < BOX / 2 and abs(level - other.y) < picture.box_height / 2
                assert other is box or not within


def test_ties_are_placed_round_the_family_in_their_order():
    picture = drawn(tie(1), tie(2), tie(5), tie(7))
    x, y = picture.centre
    top, right, foot, left = picture.boxes
    assert top.y < y < foot.y
    assert left.x < x < right.x


def test_circle_is_there_without_people_and_with_very_many():
    assert ecomap_picture("The family Ash", [], []).radius > 50
    many = ecomap_picture("The family of a very long name indeed", [f"Person {n}" for n in range(40)], [tie(1)])
    assert len(many.middle.lines) <= 9
    assert many.middle.lines[-1].endswith("…")


def looks(strength, flow):
    """The lines, and the heads of arrows, of the picture of one tie."""
    drawing = svg(drawn(tie(1, strength, flow)), name="Ecomap")
    return re.findall(r"<polyline [^>]*>", drawing), re.findall(r"<polygon [^>]*>", drawing)


@pytest.mark.rule("A5.18")
def test_line_differs_by_strength():
    [strong], _ = looks("strong", "to")
    [weak], _ = looks("weak", "to")
    [stressful], _ = looks("stressful", "to")
    broken, _ = looks("broken", "to")
    assert 'stroke-width="5"' in strong
    assert "stroke-dasharray" in weak
    assert stressful.count(",") > 8
    assert len(broken) == 3


@pytest.mark.rule("A5.18")
def test_arrow_points_where_the_tie_gives():
    picture = drawn(tie(1))
    [box], x = picture.boxes, picture.centre[0]
    (_, family_end), (_, other_end) = box.line
    for flow, ends in (("to", [family_end]), ("from", [other_end]), ("both", [family_end, other_end])):
        _, heads = looks("weak", flow)
        assert len(heads) == len(ends)
        for head, end in zip(heads, ends, strict=True):
            assert f'points="{x:.1f},{end:.1f} ' in head


def test_key_explains_what_is_used_and_nothing_else():
    words = [sign.words for sign in key_of_lines([tie(1, "weak", "from"), tie(2, "broken", "from")])]
    assert words == [TieStrength.WEAK.label, TieStrength.BROKEN.label, TieFlow.FROM.label]


def test_text_that_was_typed_is_escaped():
    drawing = svg(drawn(tie(1, with_whom='<script>alert("x")</script> & co')), name="Ecomap")
    assert "<script" not in drawing
    assert "&lt;script&gt;" in drawing
