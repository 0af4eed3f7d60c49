from collections import Counter
from datetime import date
from xml.etree import ElementTree

from chronology.journey.picture.drawing import COLUMN, LABEL, SIZE, labels_svg, months_svg, placed, whole_svg
from chronology.journey.picture.parts import Column, Lane, Mark, Span, columns_of

UNTIL = date(2026, 3, 31)
LONG = "Aurelia Featherstonehaugh-Cholmondeley, domestic abuse worker (perpetrators), with Bartholomew Worthington"
LANES = [
    Lane("Workbook", "Versions", spans=(Span(date(2025, 1, 5), None),), marks=(
        Mark(date(2025, 1, 5), "opened", "plain", "Opened"),)),
    Lane("Workers and RAG", LONG, marks=(
        Mark(date(2026, 1, 2), "Red", "red", "Sue: Red"), Mark(date(2026, 1, 30), "Amber", "amber", "Sue: Amber"),
        Mark(date(2026, 2, 27), "Green", "green", "Sue: Green"), Mark(date(2026, 3, 2), "no work", "none", "None"))),
    Lane("Visits", "Took place", counts=Counter({date(2026, 1, 1): 12, date(2026, 3, 1): 1}), look="full"),
]  # fmt: skip
MONTHS = [Column(date(2025, 1, 1)), Column(date(2025, 2, 1), 11), *(Column(date(2026, m, 1)) for m in (1, 2, 3))]


def parts(drawn, tag):
    return ElementTree.fromstring(drawn).iter(f"{{http://www.w3.org/2000/svg}}{tag}")


def words(drawn):
    return [part.text for part in parts(drawn, "text")]


def test_rating_is_a_word_in_its_box_and_never_a_colour_alone():
    drawn = words(months_svg(LANES, MONTHS, UNTIL, name="Journey"))
    for said in ("Red", "Amber", "Green", "no work", "opened", "12", "11 months", "nothing"):
        assert said in drawn


def test_every_word_is_sixteen_pixels_high():
    drawn = whole_svg(LANES, MONTHS, UNTIL)
    assert ElementTree.fromstring(drawn).get("font-size") == str(SIZE) == "16"
    assert not any(part.get("font-size") for part in parts(drawn, "text"))


def test_lane_with_two_ratings_in_one_month_is_higher():
    rows, _ = placed(LANES)
    boxes = [
        part for part in parts(whole_svg(LANES, MONTHS, UNTIL), "rect") if part.get("fill") in ("#f4cdc6", "#fbe3c3")
    ]
    red, amber = boxes
    assert red.get("x") == amber.get("x")
    assert float(amber.get("y")) >= float(red.get("y")) + float(red.get("height"))
    lane = next(row for row in rows if row.lane is LANES[1])
    assert lane.top <= float(red.get("y"))
    assert float(amber.get("y")) + float(amber.get("height")) <= lane.top + lane.height


def test_lane_names_are_level_with_their_months_and_a_long_one_is_cut():
    labels, months = labels_svg(LANES), months_svg(LANES, MONTHS, UNTIL, name="Journey")
    heights = [ElementTree.fromstring(drawn).get("height") for drawn in (labels, months)]
    assert heights[0] == heights[1]
    assert ElementTree.fromstring(months).get("width") == str(len(MONTHS) * COLUMN)
    assert ElementTree.fromstring(whole_svg(LANES, MONTHS, UNTIL)).get("width") == str(LABEL + len(MONTHS) * COLUMN)
    assert any(said.endswith("…") for said in words(labels))


def test_picture_has_a_name_and_says_where_its_words_are():
    drawn = ElementTree.fromstring(months_svg(LANES, MONTHS, UNTIL, name="The journey of <Elm> & co"))
    assert drawn.get("role") == "img"
    assert drawn.find("{http://www.w3.org/2000/svg}title").text == "The journey of <Elm> & co"
    assert "The table on this page" in drawn.find("{http://www.w3.org/2000/svg}desc").text


def test_columns_are_all_months_in_which_the_workbook_lasts():
    assert len(columns_of(LANES, UNTIL)) == 15
