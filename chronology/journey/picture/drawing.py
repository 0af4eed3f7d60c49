"""The journey as SVG: lanes from top to bottom, months from left to right. No style sheet is needed.

All lengths are in pixels; all words are 16 pixels high. A rating is a word in its box, never a colour alone.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from casework.drawing.lettering import shortened, wrapped
from casework.drawing.svg import FONT, HOME, HOME_TINT, INK, PAPER, XMLNS, element, svg_text
from chronology.journey.picture.parts import Column, Lane, Mark, Span, month_of

SIZE, LINE, ROW, PAD = 16, 20, 30, 7
LABEL, COLUMN, TAG = 172, 88, 82
HEAD, GROUP = 54, 34
FAINT, RULE = "#f3f4f4", "#b1b4b6"
# Of a box: its ground and its outline.
LOOKS = {
    "red": ("#f4cdc6", INK), "amber": ("#fbe3c3", INK), "green": ("#cfe8d5", INK), "none": (PAPER, "#6f777b"),
    "plain": (PAPER, HOME), "missed": (PAPER, "#6f777b"), "begun": (PAPER, HOME), "done": (HOME_TINT, HOME),
}  # fmt: skip
DASHED = {"missed", "none"}
BARS = {"full": (HOME, HOME), "empty": (PAPER, HOME), "missed": (PAPER, "#6f777b"), "late": ("#f4cdc6", INK)}
HIGHEST = 24  # of a bar


class Placed(NamedTuple):
    """A lane (or, without one, the heading of a group) with its top and its height."""

    lane: Lane | None
    heading: str
    label: list[str]
    top: float
    height: float


def placed(lanes: Sequence[Lane]) -> tuple[list[Placed], float]:
    """The lanes from top to bottom, each group under its heading; and the height of all."""
    found: list[Placed] = []
    top, group = HEAD, ""
    for lane in lanes:
        if lane.group != group:
            found.append(Placed(None, lane.group, [], top, GROUP))
            top, group = top + GROUP, lane.group
        label = wrapped(lane.label, SIZE, LABEL - 2 * PAD, 4)
        height = max(len(label) * LINE, _deepest(lane) * ROW) + 2 * PAD
        found.append(Placed(lane, "", label, top, height))
        top += height
    return found, top + PAD


def _deepest(lane: Lane) -> int:
    months = [month_of(mark.day) for mark in lane.marks]
    return max([1, *(months.count(month) for month in set(months))])


def labels_svg(lanes: Sequence[Lane]) -> str:
    """The names of the lanes, which stay in place while the months are scrolled."""
    rows, height = placed(lanes)
    drawing = _canvas(LABEL, height, aria_hidden="true")
    _labels(drawing, rows, LABEL)
    return svg_text(drawing)


def months_svg(lanes: Sequence[Lane], columns: Sequence[Column], until: date, *, name: str) -> str:
    """The months with their contents; `name` is what a screen reader calls the picture."""
    rows, height = placed(lanes)
    drawing = _canvas(len(columns) * COLUMN, height, role="img", aria_labelledby="journey-name journey-where")
    element(drawing, "title", name, id="journey-name")
    element(drawing, "desc", "The table on this page says the same in words.", id="journey-where")
    _months(drawing, rows, columns, until, height, 0)
    return svg_text(drawing)


def whole_svg(lanes: Sequence[Lane], columns: Sequence[Column], until: date) -> str:
    """Names and months in one, for paper."""
    rows, height = placed(lanes)
    drawing = _canvas(LABEL + len(columns) * COLUMN, height, aria_hidden="true")
    _months(drawing, rows, columns, until, height, LABEL)
    _labels(drawing, rows, LABEL)
    return svg_text(drawing)


def _canvas(width: float, height: float, **attributes: Any) -> Element:
    return element(
        None, "svg", xmlns=XMLNS, width=width, height=height, viewBox=f"0 0 {width:.0f} {height:.0f}",
        font_family=FONT, font_size=SIZE, fill="none", **attributes,
    )  # fmt: skip


def _labels(drawing: Element, rows: Sequence[Placed], width: float) -> None:
    element(drawing, "rect", x=0, y=0, width=width, height=rows[-1].top + rows[-1].height, fill=PAPER)
    for row in rows:
        _rule(drawing, 0, width, row)
        if row.heading:
            _words(drawing, row.heading, PAD, row.top + 23, bold=True)
        for number, words in enumerate(row.label):
            top = row.top + (row.height - len(row.label) * LINE) / 2
            _words(drawing, words, PAD, top + number * LINE + 16)


def _rule(drawing: Element, left: float, right: float, row: Placed) -> None:
    colour = INK if row.heading else RULE
    element(drawing, "line", x1=left, y1=row.top, x2=right, y2=row.top, stroke=colour, stroke_width=1)


def _words(drawing: Element, words: str, x: float, y: float, *, bold: bool = False, middle: bool = False) -> None:
    details: dict[str, Any] = {"font_weight": "bold"} if bold else {}
    details |= {"text_anchor": "middle"} if middle else {}
    element(drawing, "text", words, x=x, y=y, fill=INK, **details)


def _months(
    drawing: Element, rows: Sequence[Placed], columns: Sequence[Column], until: date, height: float, left: float
) -> None:
    for number in range(len(columns)):
        _head(drawing, columns, number, left + number * COLUMN, height)
    for row in rows:
        _rule(drawing, left, left + len(columns) * COLUMN, row)
        if row.lane:
            _lane(drawing, row.lane, row, columns, until, left)


def _head(drawing: Element, columns: Sequence[Column], number: int, x: float, height: float) -> None:
    column = columns[number]
    if column.quiet:
        element(drawing, "rect", x=x, y=0, width=COLUMN, height=height, fill=FAINT)
        _words(drawing, f"{column.months} months", x + COLUMN / 2, 22, middle=True)
        _words(drawing, "nothing", x + COLUMN / 2, 44, middle=True)
        return
    is_new = number == 0 or columns[number - 1].first.year != column.first.year or columns[number - 1].quiet
    _words(drawing, f"{column.first:%Y}", x + COLUMN / 2, 22, bold=is_new, middle=True)
    _words(drawing, f"{column.first:%b}", x + COLUMN / 2, 44, middle=True)
    element(drawing, "line", x1=x, y1=6, x2=x, y2=height, stroke=RULE, stroke_width=1)


def _lane(drawing: Element, lane: Lane, row: Placed, columns: Sequence[Column], until: date, left: float) -> None:
    for span in lane.spans:
        _span(drawing, span, row, columns, until, left)
    counts = lane.counts or Counter[date]()
    most = max(counts.values(), default=0)
    for number, column in enumerate(columns):
        if column.quiet:
            continue
        x = left + number * COLUMN
        _marks(drawing, [mark for mark in lane.marks if month_of(mark.day) == column.first], row, x)
        if count := counts.get(column.first):
            _bar(drawing, lane.look, count, most, row, x)


def _span(drawing: Element, span: Span, row: Placed, columns: Sequence[Column], until: date, left: float) -> None:
    """A band through the months in which it lasted."""
    since, end = month_of(span.since), month_of(span.until or until)
    within = [number for number, column in enumerate(columns) if not column.quiet and since <= column.first <= end]
    if not within:
        return
    x, middle = left + within[0] * COLUMN + 4, row.top + row.height / 2
    width = (within[-1] - within[0] + 1) * COLUMN - 8
    element(
        drawing, "rect", x=x, y=middle - 4, width=width, height=8, rx=4, fill=HOME_TINT, stroke=HOME, stroke_width=1
    )


def _marks(drawing: Element, marks: Sequence[Mark], row: Placed, x: float) -> None:
    top = row.top + (row.height - len(marks) * ROW) / 2
    for number, mark in enumerate(marks):
        _box(drawing, mark, x + (COLUMN - TAG) / 2, top + number * ROW + 2)


def _box(drawing: Element, mark: Mark, x: float, y: float) -> None:
    ground, outline = LOOKS[mark.look]
    look: dict[str, Any] = {"rx": 3, "fill": ground, "stroke": outline, "stroke_width": 1.5}
    look |= {"stroke_dasharray": "4 3"} if mark.look in DASHED else {}
    group = element(drawing, "g")
    element(group, "title", mark.sentence)
    element(group, "rect", x=x, y=y, width=TAG, height=ROW - 4, **look)
    bold = mark.look in ("red", "amber", "green")
    _words(group, shortened(mark.caption, SIZE, TAG), x + TAG / 2, y + 18.5, bold=bold, middle=True)


def _bar(drawing: Element, look: str, count: int, most: int, row: Placed, x: float) -> None:
    """A bar as high as its number among those of the lane, and the number beside it."""
    ground, outline = BARS[look]
    height = max(5, HIGHEST * count / most)
    foot = row.top + row.height - 5
    dashes = {"stroke_dasharray": "3 2"} if look == "missed" else {}
    element(
        drawing, "rect", x=x + 20, y=foot - height, width=18, height=height, fill=ground, stroke=outline,
        stroke_width=1.5, **dashes,
    )  # fmt: skip
    _words(drawing, str(count), x + 46, foot - 6, bold=True)
