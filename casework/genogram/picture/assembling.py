"""The y of everything: rows and channels get their heights, lines their points, the household its outline."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.drawing.lettering import LINE
from casework.drawing.svg import EDGE
from casework.genogram.picture.enclosure import MARGIN, enclosing
from casework.genogram.picture.kinship import GenogramPerson, Known
from casework.genogram.picture.order import LayoutPlan, Rows
from casework.genogram.picture.parts import OUTER, Caption, GenogramPicture, PictureLine, Spot, framed
from casework.genogram.picture.routes import Pin, Router, Way, tracks

TRACK, ABOVE, BELOW, CAPTION = 12, 16, 18, 26
FORK = 18  # how far above twins their common line parts
Label = tuple[tuple[str, ...], int, float]  # lines, how many of them are the name, half the width


def assembled(
    known: Known,
    rows: Rows,
    plan: LayoutPlan,
    labels: Mapping[int, Label],
    half: Mapping[int, float],
    router: Router,
    x: dict[int, float],
) -> GenogramPicture:
    """The picture of people whose order and places are final, with the lines of `router`."""
    channels = defaultdict(list)
    for way in router.ways:
        channels[way.channel].append(way)
    counts = [tracks(channels[number]) for number in range(len(rows))]
    forked = {way.channel for way in router.ways if any(pin.kind == "twins" for pin in way.downs)}
    worded = _rows_with_the_word(rows, plan)
    _loose_to_the_left(rows, plan, half, x)
    picture, tops, feet = GenogramPicture(), [], []
    for number, row in enumerate(rows):
        top = (feet[-1] if feet else EDGE) + _height(number, counts[number], number in forked, number - 1 in worded)
        tops.append(top + (CAPTION if number == plan.first_loose and len(known) > 1 else 0))
        spots = {key: _spot(known[key], labels[key], x[key], tops[-1], half[key], number) for key in row if key >= 0}
        feet.append(max((spot.foot for spot in spots.values()), default=tops[-1] + 2 * OUTER))
        picture.spots |= spots
    picture.height = feet[-1] + EDGE + (MARGIN + LINE if len(rows) - 1 in worded else 0)
    _lines(picture, router, tops, counts, forked)
    _household(picture, rows, plan, half, x, tops, feet)
    if plan.first_loose < len(rows) and len(known) > 1:
        left = min(x[key] - half[key] for key in rows[plan.first_loose])
        picture.captions.append(Caption(left, tops[plan.first_loose] - MARGIN - 8, "Not yet connected"))
    return framed(picture)


def _spot(person: GenogramPerson, label: Label, x: float, top: float, half: float, row: int) -> Spot:
    lines, names, _ = label
    return Spot(person, x, top + OUTER, half, lines, names, row)


def _household(
    picture: GenogramPicture,
    rows: Rows,
    plan: LayoutPlan,
    half: Mapping[int, float],
    x: dict[int, float],
    tops: Sequence[float],
    feet: Sequence[float],
) -> None:
    """One outline for those who are connected, and one for each row of those who are not."""
    bands = [[(x[key] - half[key], x[key] + half[key], key in plan.household) for key in row] for row in rows]
    picture.household = enclosing(bands[: plan.first_loose], tops, feet, LINE)
    for number in range(plan.first_loose, len(rows)):
        picture.household += enclosing([[]] * number + [bands[number]], tops, feet, LINE)


def _rows_with_the_word(rows: Rows, plan: LayoutPlan) -> set[int]:
    """The rows below which the word 'Household' is: the last of each outline."""
    inside = [number for number, row in enumerate(rows) if plan.household & set(row)]
    connected = [number for number in inside if number < plan.first_loose]
    return {*connected[-1:], *(number for number in inside if number >= plan.first_loose)}


def _loose_to_the_left(rows: Rows, plan: LayoutPlan, half: Mapping[int, float], x: dict[int, float]) -> None:
    """Move rows of people who are not connected to the left edge of the picture."""
    left = min((x[key] - half[key] for row in rows[: plan.first_loose] for key in row), default=0)
    for row in rows[plan.first_loose :]:
        aside = left - min(x[key] - half[key] for key in row)
        x |= {key: x[key] + aside for key in row}


def _height(number: int, count: int, forked: bool, below_the_word: bool) -> float:
    """Of the channel above a row; below the household's last row there is room for its word."""
    room = (ABOVE + BELOW if number else 0) + max(0, count - 1) * TRACK + (FORK if forked else 0)
    if number == 0:
        return room + (BELOW if count else 0)
    return max(room, 2 * MARGIN + 16) + (LINE + 8 if below_the_word else 0)


def _lines(
    picture: GenogramPicture, router: Router, tops: Sequence[float], counts: Sequence[int], forked: set[int]
) -> None:
    spots = picture.spots
    level = {way: _track_y(way, tops, counts, way.channel in forked) for way in router.ways}
    for way in router.ways:
        y = level[way]
        low, high = way.span
        if not way.straight:
            picture.lines.append(PictureLine(way.style, ((low, y), (high, y))))
        for pin in way.ups:
            top = {"foot": lambda at: spots[at].foot + 3, "middle": lambda at: spots[at].y, "way": lambda at: level[at]}
            picture.lines.append(PictureLine(way.style, ((pin.x, top[pin.kind](pin.at)), (pin.x, y))))
        for pin in way.downs:
            picture.lines += _falls(way, pin, y, spots, tops)
    for one, other, how in router.levels:
        _couple_line(picture, one, other, how, level)
    picture.styles |= {"twins" for way in router.ways for pin in way.downs if pin.kind == "twins"}
    picture.styles |= router.styles
    picture.styles |= {"descent"} if router.plan.unions else set()


def _track_y(way: Way, tops: Sequence[float], counts: Sequence[int], forked: bool) -> float:
    """Tracks are counted from above; the lowest lies just over the row, and over the forks of twins."""
    return tops[way.channel] - BELOW - (FORK if forked else 0) - (counts[way.channel] - 1 - way.track) * TRACK


def _falls(way: Way, pin: Pin, y: float, spots: Mapping[int, Spot], tops: Sequence[float]) -> Iterator[PictureLine]:
    if pin.kind == "head":
        yield PictureLine(way.style, ((pin.x, y), (pin.x, spots[pin.at].head(pin.x))))
    if pin.kind == "twins":
        fork = tops[way.channel] - FORK
        yield PictureLine(way.style, ((pin.x, y), (pin.x, fork)))
        for key in pin.at:
            yield PictureLine(way.style, ((pin.x, fork), (spots[key].x, spots[key].head(spots[key].x))))


def _couple_line(picture: GenogramPicture, one: Any, other: int | None, how: str, level: Mapping[Way, float]) -> None:
    """Straight from sign to sign; of a couple who are apart the line above them is drawn already."""
    if other is None:
        y, (low, high) = level[one], one.span
    else:
        left, right = picture.spots[one], picture.spots[other]
        y, low, high = left.y, left.x + left.radius, right.x - right.radius
        picture.lines.append(PictureLine("dotted" if how == "parents" else "solid", ((low, y), (high, y))))
    picture.styles.add(how)
    if how == "former":
        picture.slashes.append(((low * 3 + high) / 4 if high - low > 80 else low + 14, y))
