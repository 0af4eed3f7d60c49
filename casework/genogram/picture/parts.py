"""What a laid-out picture consists of, and its sizes. All lengths are in pixels."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from casework.drawing.lettering import LINE, SMALL_SIZE, width_of
from casework.drawing.svg import EDGE
from casework.genogram.picture.kinship import GenogramPerson

RADIUS, OUTER = 22, 27  # of a sign, and of the second outline of a child with whom the service works
Point = tuple[float, float]
Outline = list[Point]


@dataclass(frozen=True)
class Spot:
    """Somebody's place: the middle of the sign, the label's lines below (the first `names` of them the name)."""

    person: GenogramPerson
    x: float
    y: float
    half: float
    label: tuple[str, ...]
    names: int
    row: int

    @property
    def foot(self) -> float:
        """The y at which the label ends."""
        return self.y + OUTER + 5 + LINE * len(self.label)

    @property
    def radius(self) -> float:
        return OUTER if self.person.index else RADIUS

    def head(self, x: float) -> float:
        """The y at which a vertical at `x` meets the sign from above."""
        aside, radius = abs(x - self.x), self.radius
        if self.person.pregnancy:
            return self.y - radius + 2 * aside
        if self.person.sex == "F":
            return self.y - (max(0, radius**2 - aside**2)) ** 0.5
        return self.y - radius if self.person.sex == "M" else self.y - radius + aside


class PictureLine(NamedTuple):
    style: str
    points: tuple[Point, ...]


class Caption(NamedTuple):
    x: float
    y: float
    words: str


@dataclass
class GenogramPicture:
    """`spots` by person; `generations` the row of each, counted from the children's (`generations.py`)."""

    width: float = 0
    height: float = 0
    spots: dict[int, Spot] = field(default_factory=dict)
    lines: list[PictureLine] = field(default_factory=list)
    slashes: list[Point] = field(default_factory=list)
    household: list[Outline] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    generations: dict[int, int] = field(default_factory=dict)


def framed(picture: GenogramPicture) -> GenogramPicture:
    """Moved so that all of it lies inside the frame."""
    places = [place for spot in picture.spots.values() for place in (spot.x - spot.half, spot.x + spot.half)]
    places += [x for line in picture.lines for x, _ in line.points]
    places += [x for outline in picture.household for x, _ in outline]
    places += [caption.x + width_of(caption.words, SMALL_SIZE) for caption in picture.captions]
    left = min(places) - EDGE
    picture.width = max(places) + EDGE - left
    picture.spots = {key: replace(spot, x=spot.x - left) for key, spot in picture.spots.items()}
    picture.lines = [PictureLine(line.style, tuple((x - left, y) for x, y in line.points)) for line in picture.lines]
    picture.slashes = [(x - left, y) for x, y in picture.slashes]
    picture.household = [[(x - left, y) for x, y in outline] for outline in picture.household]
    picture.captions = [caption._replace(x=caption.x - left) for caption in picture.captions]
    return picture
