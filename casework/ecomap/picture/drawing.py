"""An ecomap as SVG. Each element has all its presentation attributes, so it is the same in a page and in a PDF."""

from collections.abc import Iterable, Iterator
from math import hypot
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString

from casework.drawing.lettering import LINE, NAME_SIZE, SMALL_SIZE
from casework.drawing.svg import FONT, HOME, HOME_TINT, INK, PAPER, XMLNS, KeyEntry, element, svg_text
from casework.ecomap.models import TieFlow, TieStrength
from casework.ecomap.picture.layout import BOX, EcomapPicture, Point, TextLabel, Tie, TieBox

HEAD, HALF_HEAD = 13, 6.5  # length and half the width of an arrow's head
LEAD, TOOTH, SWING = 10, 6, 5  # of a zigzag: straight at both ends, then teeth of this length and height
STROKES: dict[str, float] = {
    TieStrength.STRONG: 5,
    TieStrength.WEAK: 1.8,
    TieStrength.STRESSFUL: 1.8,
    TieStrength.BROKEN: 1.8,
}
TO_FAMILY, FROM_FAMILY = {TieFlow.TO, TieFlow.BOTH}, {TieFlow.FROM, TieFlow.BOTH}


def svg(picture: EcomapPicture, *, name: str) -> SafeString:
    """The whole picture as SVG for a page; `name` is its accessible name. A table on the page has it in words."""
    drawing = _canvas(picture.width, picture.height, role="img", aria_labelledby="ecomap-name ecomap-where")
    element(drawing, "title", name, id="ecomap-name")
    element(drawing, "desc", "The table on this page says the same in words.", id="ecomap-where")
    for box in picture.boxes:
        family_end, other_end = box.line
        tie_on(drawing, family_end, other_end, box.tie.strength_key, box.tie.flow_key)
    x, y = picture.centre
    element(drawing, "circle", cx=x, cy=y, r=picture.radius, fill=HOME_TINT, stroke=HOME, stroke_width=2.5)
    _text(drawing, picture.middle, x, y)
    for box in picture.boxes:
        _box(drawing, box, picture.box_height)
    return svg_text(drawing)


def _canvas(width: float, height: float, **attributes: Any) -> Element:
    return element(
        None, "svg", xmlns=XMLNS, width=width, height=height, viewBox=f"0 0 {width:.0f} {height:.0f}",
        font_family=FONT, fill="none", stroke_linecap="round", **attributes,
    )  # fmt: skip


def _box(drawing: Element, box: TieBox, height: float) -> None:
    group = element(drawing, "g")
    element(group, "title", box.tie.sentence)
    element(
        group, "rect", x=box.x - BOX / 2, y=box.y - height / 2, width=BOX, height=height, rx=8, fill=PAPER, stroke=INK,
        stroke_width=1.5,
    )  # fmt: skip
    _text(group, box.label, box.x, box.y)


def _text(drawing: Element, label: TextLabel, x: float, y: float) -> None:
    """The lines of a label, centred at (x, y)."""
    top = y - len(label.lines) * LINE / 2
    for number, words in enumerate(label.lines):
        bold: dict[str, Any] = {"font_weight": "bold"} if number < label.names else {}
        element(
            drawing, "text", words, x=x, y=top + number * LINE + NAME_SIZE - 1, fill=INK, text_anchor="middle",
            font_size=NAME_SIZE if number < label.names else SMALL_SIZE, **bold,
        )  # fmt: skip


def tie_on(drawing: Element, family_end: Point, other_end: Point, strength: str, flow: str | None) -> None:
    """One line from the family outwards: its style is the strength of the tie, its arrows are the flow."""
    (x, y), (u, v) = family_end, other_end
    far = hypot(u - x, v - y)
    along = ((u - x) / far, (v - y) / far)
    begin = HEAD - 2 if flow in TO_FAMILY else 0
    end = far - (HEAD - 2 if flow in FROM_FAMILY else 0)
    points = [_at(family_end, along, *place) for place in _way(begin, end, strength)]
    dashes = {"stroke_dasharray": "8 7"} if strength == TieStrength.WEAK else {}
    linecap = {"stroke_linecap": "butt"} if strength == TieStrength.STRONG else {}
    element(
        drawing, "polyline", points=_points(points), stroke=INK, stroke_width=STROKES[strength],
        stroke_linejoin="round", **dashes, **linecap,
    )  # fmt: skip
    if strength == TieStrength.BROKEN:
        for place in (far / 2 - 4, far / 2 + 4):
            across = [_at(family_end, along, place + lean, side) for lean, side in ((-3, -11), (3, 11))]
            element(drawing, "polyline", points=_points(across), stroke=INK, stroke_width=2.4)
    if flow in TO_FAMILY:
        _head(drawing, family_end, along, 0, HEAD)
    if flow in FROM_FAMILY:
        _head(drawing, family_end, along, far, far - HEAD)


def _way(begin: float, end: float, strength: str) -> Iterator[Point]:
    """The points of a line as (distance along it, distance to its side)."""
    yield begin, 0
    if strength == TieStrength.STRESSFUL:
        teeth = max(2, int((end - begin - 2 * LEAD) / TOOTH))
        width = (end - begin - 2 * LEAD) / teeth
        yield begin + LEAD, 0
        for number in range(teeth):
            yield begin + LEAD + (number + 0.5) * width, SWING if number % 2 else -SWING
        yield end - LEAD, 0
    yield end, 0


def _head(drawing: Element, start: Point, along: Point, tip: float, foot: float) -> None:
    corners = [_at(start, along, tip, 0), _at(start, along, foot, HALF_HEAD), _at(start, along, foot, -HALF_HEAD)]
    element(drawing, "polygon", points=_points(corners), fill=INK)


def _at(start: Point, along: Point, far: float, aside: float) -> Point:
    return start[0] + along[0] * far - along[1] * aside, start[1] + along[1] * far + along[0] * aside


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def key_of_lines(ties: Iterable[Tie]) -> list[KeyEntry]:
    """The key to a picture: each line and arrow that is used in it, and no other."""
    strengths, flows = ({getattr(tie, name) for tie in ties} for name in ("strength_key", "flow_key"))
    lines = [KeyEntry(_small(one, None), one.label) for one in TieStrength if one in strengths]
    return lines + [KeyEntry(_small(TieStrength.WEAK, one), one.label) for one in TieFlow if one in flows]


def _small(strength: str, flow: str | None) -> SafeString:
    """A line of the key; for an arrow the family's circle is at its left."""
    drawing = _canvas(64, 32, aria_hidden="true")
    if flow:
        element(drawing, "circle", cx=10, cy=16, r=8, fill=HOME_TINT, stroke=HOME, stroke_width=2)
    tie_on(drawing, (19 if flow else 2, 16), (62, 16), strength, flow)
    return svg_text(drawing)
