"""A genogram as SVG. Each element has all its presentation attributes, so it is the same in a page and in a PDF."""

from typing import Any
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString

from casework.drawing.lettering import LINE, NAME_SIZE, SMALL_SIZE
from casework.drawing.svg import FONT, HOME, HOME_TINT, INK, PAPER, XMLNS, as_text, element, svg_text
from casework.genogram.picture.kinship import GenogramPerson
from casework.genogram.picture.parts import OUTER, RADIUS, GenogramPicture, PictureLine, Point, Spot

DASHES = {"dashed": "7 4", "dotted": "2 4", "adoptive": "14 3 2 3"}
STROKE = 1.8


def svg(picture: GenogramPicture, *, name: str) -> SafeString:
    """The whole picture as SVG for a page; `name` is its accessible name. A list on the page has it in words."""
    drawing = _canvas(picture.width, picture.height)
    drawing.set("role", "img")
    drawing.set("aria-labelledby", "genogram-name genogram-where")
    element(drawing, "title", name, id="genogram-name")
    element(drawing, "desc", "The list on this page says the same in words.", id="genogram-where")
    household_on(drawing, picture)
    for line in picture.lines:
        line_on(drawing, line)
    for x, y in picture.slashes:
        slashes(drawing, x, y)
    for spot in picture.spots.values():
        _person(drawing, spot)
    _words(drawing, picture)
    return svg_text(drawing)


def _canvas(width: float, height: float) -> Element:
    return element(
        None, "svg", xmlns=XMLNS, width=width, height=height,
        viewBox=f"0 0 {as_text(width)} {as_text(height)}", font_family=FONT, fill="none", stroke_linecap="round",
    )  # fmt: skip


def household_on(drawing: Element, picture: GenogramPicture) -> None:
    for outline in picture.household:
        points = " ".join(f"{as_text(x)},{as_text(y)}" for x, y in outline)
        element(
            drawing, "polygon", points=points, fill=HOME_TINT, stroke=HOME, stroke_width=2, stroke_dasharray="12 6",
            stroke_linejoin="round",
        )  # fmt: skip


def _words(drawing: Element, picture: GenogramPicture) -> None:
    for outline in picture.household:
        foot = max(y for _, y in outline)
        left = min(x for x, y in outline if y == foot)
        _caption(drawing, left + 8, foot - 8, "Household", HOME, HOME_TINT)
    for caption in picture.captions:
        _caption(drawing, caption.x, caption.y, caption.words, INK, PAPER)


def _caption(drawing: Element, x: float, y: float, words: str, colour: str, ground: str) -> None:
    element(drawing, "rect", x=x - 3, y=y - 12, width=len(words) * 7.6 + 6, height=16, fill=ground)
    element(drawing, "text", words, x=x, y=y, font_size=SMALL_SIZE, font_weight="bold", fill=colour)


def line_on(drawing: Element, line: PictureLine) -> None:
    points = " ".join(f"{as_text(x)},{as_text(y)}" for x, y in line.points)
    dashes = {"stroke_dasharray": DASHES[line.style]} if line.style in DASHES else {}
    element(drawing, "polyline", points=points, stroke=INK, stroke_width=STROKE, **dashes)


def slashes(drawing: Element, x: float, y: float) -> None:
    """The two strokes across the line of those who have parted."""
    for place in (x - 4, x + 4):
        element(drawing, "line", x1=place - 4, y1=y + 9, x2=place + 4, y2=y - 9, stroke=INK, stroke_width=2)


def _person(drawing: Element, spot: Spot) -> None:
    group = element(drawing, "g")
    element(group, "title", f"{spot.person.name}, {spot.person.age}" if spot.person.age else spot.person.name)
    sign(group, spot.person, spot.x, spot.y)
    for number, words in enumerate(spot.label):
        bold: dict[str, Any] = {"font_weight": "bold"} if number < spot.names else {}
        element(
            group, "text", words, x=spot.x, y=spot.y + OUTER + 4 + LINE * number + NAME_SIZE, fill=INK,
            text_anchor="middle", font_size=NAME_SIZE if number < spot.names else SMALL_SIZE, **bold,
        )  # fmt: skip


def sign(parent: Element, person: GenogramPerson, x: float, y: float) -> None:
    """Square, circle, diamond or triangle; with a second outline round it, and a cross over it."""
    for radius in (OUTER, RADIUS) if person.index else (RADIUS,):
        _outline(parent, person, x, y, radius)
    if person.ended:
        for slope in (1, -1):
            element(
                parent, "line", x1=x - RADIUS, y1=y - slope * RADIUS, x2=x + RADIUS, y2=y + slope * RADIUS,
                stroke=INK, stroke_width=STROKE,
            )  # fmt: skip


def _outline(parent: Element, person: GenogramPerson, x: float, y: float, radius: float) -> None:
    look: dict[str, Any] = {"fill": PAPER, "stroke": INK, "stroke_width": STROKE, "stroke_linejoin": "miter"}
    if person.pregnancy:
        element(
            parent,
            "polygon",
            points=_points((x, y - radius), (x + radius, y + radius), (x - radius, y + radius)),
            **look,
        )
    elif person.sex == "M":
        element(parent, "rect", x=x - radius, y=y - radius, width=2 * radius, height=2 * radius, **look)
    elif person.sex == "F":
        element(parent, "circle", cx=x, cy=y, r=radius, **look)
    else:
        corners = _points((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        element(parent, "polygon", points=corners, **look)


def _points(*places: Point) -> str:
    return " ".join(f"{as_text(x)},{as_text(y)}" for x, y in places)
