"""The key to a genogram: each sign that is used, small, with what it means."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString

from casework.drawing.svg import XMLNS, KeyEntry, element, svg_text
from casework.genogram.picture.drawing import household_on, line_on, sign, slashes
from casework.genogram.picture.kinship import GenogramPerson
from casework.genogram.picture.parts import GenogramPicture, PictureLine

Draw = Callable[[Element], None]


def key_of_signs(picture: GenogramPicture) -> list[KeyEntry]:
    """The key to a picture: each sign that is used in it, and no other."""
    people = [spot.person for spot in picture.spots.values()]
    return [KeyEntry(_small(draw), words) for words, used, draw in _signs(people, picture) if used]


def _signs(people: Sequence[GenogramPerson], picture: GenogramPicture) -> Iterator[tuple[str, bool, Draw]]:
    """(words, whether the picture has it, what draws it into a square of 60)."""
    styles = picture.styles
    yield "Male", any(p.sex == "M" and not p.pregnancy for p in people), _person_sign(sex="M")
    yield "Female", any(p.sex == "F" and not p.pregnancy for p in people), _person_sign(sex="F")
    yield "Sex not known", any(p.sex == "U" and not p.pregnancy for p in people), _person_sign(sex="U")
    yield "Pregnancy", any(p.pregnancy for p in people), _person_sign(pregnancy=True)
    yield "Died, or the pregnancy ended", any(p.ended for p in people), _person_sign(sex="U", ended=True)
    yield "Two outlines: a child we work with", any(p.index for p in people), _person_sign(sex="U", index=True)
    yield "Partners", "partners" in styles, _level_sign("solid")
    yield "Two strokes: former partners", "former" in styles, _level_sign("solid", parted=True)
    yield "Parents of a child; whether partners is not recorded", "parents" in styles, _level_sign("dotted")
    yield "Descent: parents above, children below", "descent" in styles, _descent_sign
    yield "Lines from one point: born on one day", "twins" in styles, _twins_sign
    yield "Dash and dot: parent by adoption", "adoptive" in styles, _level_sign("adoptive")
    yield "Carer, foster carer, guardian or step-parent", "dashed" in styles, _level_sign("dashed")
    yield "Related in another way; see the words", "dotted" in styles, _level_sign("dotted")
    yield "Enclosed: lives in the household", bool(picture.household), _home_sign


def _small(draw: Draw) -> SafeString:
    drawing = element(
        None, "svg", xmlns=XMLNS, width=32, height=32, viewBox="0 0 60 60", fill="none", aria_hidden="true"
    )
    draw(drawing)
    return svg_text(drawing)


def _person_sign(**details: Any) -> Draw:
    return lambda drawing: sign(drawing, GenogramPerson(pk=0, name="", **details), 30, 30)


def _level_sign(style: str, *, parted: bool = False) -> Draw:
    def draw(drawing: Element) -> None:
        line_on(drawing, PictureLine(style, ((2, 30), (58, 30))))
        if parted:
            slashes(drawing, 30, 30)

    return draw


def _descent_sign(drawing: Element) -> None:
    for points in (((30, 6), (30, 30)), ((8, 30), (52, 30)), ((8, 30), (8, 54)), ((52, 30), (52, 54))):
        line_on(drawing, PictureLine("solid", points))


def _twins_sign(drawing: Element) -> None:
    for points in (((30, 6), (30, 24)), ((30, 24), (10, 54)), ((30, 24), (50, 54))):
        line_on(drawing, PictureLine("solid", points))


def _home_sign(drawing: Element) -> None:
    household_on(drawing, GenogramPicture(household=[[(4, 8), (56, 8), (56, 52), (4, 52)]]))
