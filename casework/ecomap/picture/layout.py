"""The positions of an ecomap: the family in the middle, its ties around it. All lengths are in pixels."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, combinations, pairwise
from math import cos, hypot, pi, sin
from typing import NamedTuple, Protocol

from casework.drawing.lettering import LINE, NAME_SIZE, SMALL_SIZE, width_of, wrapped
from casework.drawing.svg import EDGE

BOX, INSIDE = 152, 134  # the width of a tie's box, and of its text
BETWEEN = 14  # the least distance between two boxes
REACH, FARTHER = 84, 12  # how far the boxes begin from the middle, and by how much more if they do not fit
LEAST_RADIUS, MIDDLE_WIDTH, MOST_NAMES = 58, 116, 7  # of the family's circle; the width and the lines of its names
STEPS = 720  # into which the way round the family is cut


Point = tuple[float, float]
Line = tuple[Point, Point]


class Tie(Protocol):
    """A tie in words."""

    whose: str
    of_person: bool
    with_whom: str
    kind: str
    strength_key: str
    flow_key: str

    @property
    def sentence(self) -> str: ...


class TextLabel(NamedTuple):
    """Lines of text, the first `names` of them in bold."""

    lines: tuple[str, ...]
    names: int


class TieBox(NamedTuple):
    """One tie: the middle of its box, its text, and its line from the family's circle to the edge of the box."""

    tie: Tie
    x: float
    y: float
    label: TextLabel
    line: Line


class EcomapPicture(NamedTuple):
    width: float
    height: float
    centre: Point
    radius: float
    middle: TextLabel
    boxes: list[TieBox]
    box_height: float


def ecomap_picture(name: str, people: Iterable[str], ties: Sequence[Tie]) -> EcomapPicture:
    """The ecomap of a family: its `name`, the names of its `people`, and its ties in their order."""
    middle = _middle(name, people)
    radius = _radius(middle)
    labels = [_label(tie) for tie in ties]
    height = max((len(label.lines) for label in labels), default=0) * LINE + 16
    places, lines = _placed(len(ties), radius, height)
    across = max((abs(x) + BOX / 2 for x, _ in places), default=radius) + EDGE
    top = min([-radius, *(y - height / 2 for _, y in places)]) - EDGE
    foot = max([radius, *(y + height / 2 for _, y in places)]) + EDGE
    centre = (max(across, radius + EDGE), -top)
    boxes = [
        TieBox(tie, *_moved(place, centre), label, (_moved(line[0], centre), _moved(line[1], centre)))
        for tie, place, label, line in zip(ties, places, labels, lines, strict=True)
    ]
    return EcomapPicture(2 * centre[0], foot - top, centre, radius, middle, boxes, height)


def _middle(name: str, people: Iterable[str]) -> TextLabel:
    names = wrapped(", ".join(people), SMALL_SIZE, MIDDLE_WIDTH, MOST_NAMES)
    title = wrapped(name, NAME_SIZE, MIDDLE_WIDTH, 2)
    return TextLabel((*title, *names), len(title))


def _radius(middle: TextLabel) -> float:
    """Of a circle that holds every corner of the text."""
    half = len(middle.lines) * LINE / 2
    corners = [
        hypot(width_of(line, NAME_SIZE) / 2, max(abs(number * LINE - half), abs((number + 1) * LINE - half)))
        for number, line in enumerate(middle.lines)
    ]
    return max(LEAST_RADIUS, *corners) + 6


def _label(tie: Tie) -> TextLabel:
    names = wrapped(tie.with_whom, NAME_SIZE, INSIDE, 3)
    whose = [f"tie of {tie.whose}"] if tie.of_person else []
    details = [line for text in (tie.kind, *whose) for line in wrapped(text, SMALL_SIZE, INSIDE, 2)]
    return TextLabel((*names, *details), len(names))


def _placed(count: int, radius: float, height: float) -> tuple[list[Point], list[Line]]:
    """The middles of the boxes and their lines, as near to the family as they all fit."""
    reach = radius + REACH
    while True:
        places = _round(count, reach, height)
        lines = [_line(place, radius, height) for place in places]
        if _clear(places, lines, height):
            return places, lines
        reach += FARTHER


def _round(count: int, reach: float, height: float) -> list[Point]:
    """`count` places clockwise from the top.

    Boxes are wider than high, so more of them fit at the sides: the distance between neighbours is measured in boxes.
    """
    across, up = reach + BOX / 2, reach + height / 2
    turns = [2 * pi * at / STEPS for at in range(STEPS + 1)]
    ring = [(across * sin(turn), -up * cos(turn)) for turn in turns]
    ways = [max(abs(x - u) / (BOX + BETWEEN), abs(y - v) / (height + BETWEEN)) for (u, v), (x, y) in pairwise(ring)]
    lengths = list(accumulate(ways, initial=0.0))
    wanted = [number * lengths[-1] / count for number in range(count)]
    return [ring[next(at for at, length in enumerate(lengths) if length >= least)] for least in wanted]


def _line(place: Point, radius: float, height: float) -> Line:
    """Straight towards the middle of the box: from the family's circle to the box's edge."""
    x, y = place
    far = hypot(x, y)
    u, v = x / far, y / far
    edge = min(BOX / 2 / abs(u) if u else far, height / 2 / abs(v) if v else far)
    return (u * radius, v * radius), (u * (far - edge), v * (far - edge))


def _clear(places: Sequence[Point], lines: Sequence[Line], height: float) -> bool:
    """No box lies on another, and no line runs through a box that is not its own."""
    if any(_inside(x - u, y - v, 2, height) for (x, y), (u, v) in combinations(places, 2)):
        return False
    return not any(
        _inside(x - u, y - v, 1, height)
        for number, line in enumerate(lines)
        for x, y in _points(line)
        for other, (u, v) in enumerate(places)
        if other != number
    )


def _inside(across: float, up: float, boxes: int, height: float) -> bool:
    return abs(across) < boxes * BOX / 2 + BETWEEN / 2 and abs(up) < boxes * height / 2 + BETWEEN / 2


def _points(line: Line) -> list[Point]:
    (x, y), (u, v) = line
    return [(x + (u - x) * part / 12, y + (v - y) * part / 12) for part in range(13)]


def _moved(place: Point, centre: Point) -> Point:
    return place[0] + centre[0], place[1] + centre[1]
