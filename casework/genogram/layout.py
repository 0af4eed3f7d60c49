"""From people and ties to a picture: where everybody stands, which lines run where, and what encloses the household.

All pure, all lengths in pixels. The steps, each in a module of its own: `kin` (what the ties say), `generations` (who
stands in which row), `order` (who beside whom), `places` (how far apart), `routes` (the ways of the lines).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import NamedTuple

from casework.genogram.enclosure import MARGIN, enclosing
from casework.genogram.generations import rows_of
from casework.genogram.kin import DASHED, DOTTED, Kin, Link, Someone, Union, by_birth, kin_of, twin_groups
from casework.genogram.lettering import width_of, wrapped
from casework.genogram.order import Plan, ordered
from casework.genogram.places import placed, straightened
from casework.genogram.routes import Router, tracks

RADIUS, OUTER = 22, 27  # of a sign, and of the second outline of a child with whom the service works
NAME_SIZE, SMALL_SIZE, LINE = 14, 13, 17
LABEL_WIDTH, NAME_LINES, SMALL_LINES = 112, 3, 3
GAP, GAP_AT_HOUSEHOLD, PASSING = 22, 18, 8
TRACK, ABOVE, BELOW, EDGE, CAPTION = 12, 16, 18, 16, 26
FORK = 18  # how far above twins their common line parts
IN_ONE_ROW = 6  # of people who are not connected
ROLES = {
    "carer": "carer", "step_parent": "step-parent", "grandparent": "grandparent", "aunt_or_uncle": "aunt or uncle",
    "other": "other relation",
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Somebody's place: the middle of the sign, the label's lines below (the first `names` of them the name)."""

    person: Someone
    x: float
    y: float
    half: float
    label: tuple
    names: int
    row: int

    @property
    def foot(self):
        """Where the label ends."""
        return self.y + OUTER + 5 + LINE * len(self.label)

    @property
    def radius(self):
        return OUTER if self.person.index else RADIUS

    def head(self, x):
        """The y at which a vertical at `x` meets the sign from above."""
        aside, radius = abs(x - self.x), self.radius
        if self.person.pregnancy:
            return self.y - radius + 2 * aside
        if self.person.sex == "F":
            return self.y - (max(0, radius**2 - aside**2)) ** 0.5
        return self.y - radius if self.person.sex == "M" else self.y - radius + aside


class Line(NamedTuple):
    style: str
    points: tuple


class Caption(NamedTuple):
    x: float
    y: float
    words: str


@dataclass
class Picture:
    width: float = 0
    height: float = 0
    spots: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    slashes: list = field(default_factory=list)
    household: list = field(default_factory=list)
    captions: list = field(default_factory=list)
    styles: set = field(default_factory=set)
    generations: dict = field(default_factory=dict)


def pictured(people, ties):
    """The picture of a family. `people`: a list of `Someone`; `ties`: a list of `Tie` between them."""
    known = {person.pk: person for person in people}
    if not known:
        return Picture()
    kin = kin_of(people, ties)
    generation = rows_of(people, ties, kin)
    rows, plan, kin = _planned(known, kin, generation)
    labels = {pk: _label(person, kin) for pk, person in known.items()}
    half = {pk: max(OUTER, width) for pk, (_, _, width) in labels.items()}
    half |= {key: PASSING for row in rows for key in row if key < 0}
    rows = ordered(rows, plan)
    router, x = _routed(rows, plan, half, kin)
    picture = _drawn(known, rows, plan, labels, half, router, x)
    picture.generations = generation
    return picture


def _planned(known, kin, generation):
    """The rows in their first order, and what is to be put in order."""
    kin = _level(kin, generation)
    found = sorted(set(generation.values()))
    number = {row: place for place, row in enumerate(range(found[0], found[-1] + 1))} if found else {}
    row = {pk: number[generation[pk]] for pk in generation}
    rows = [[] for _ in number]
    for pk in sorted(row, key=lambda pk: (not known[pk].in_household, known[pk].born is None, known[pk].born, pk)):
        rows[row[pk]].append(pk)
    first_loose = len(rows)
    loose = sorted((pk for pk in known if pk not in row), key=lambda pk: (not known[pk].in_household, pk))
    for start in range(0, len(loose), IN_ONE_ROW):
        rows.append(loose[start : start + IN_ONE_ROW])
    row |= {pk: place for place, keys in enumerate(rows) for pk in keys}
    household = {pk for pk in known if known[pk].in_household}
    _keep_ways_free(rows[:first_loose], row, household)
    plan = Plan(
        row=row,
        couples=[_couple(pair, how, known) for pair, how in kin.couples.items()],
        unions=[(union.parents, children) for union in kin.unions for children in _by_row(union.children, row)],
        links=[(link.person, other) for link in kin.links for other in link.others],
        twins=[group for union in kin.unions for group in twin_groups(union.children, known)],
        halves=list(_halves(kin, known, row)),
        household=frozenset(household),
        first_loose=first_loose,
    )
    return rows, plan, kin


def _level(kin, generation):
    """Couples whom their ties put into different rows are drawn as a tie of another kind, each parent apart."""
    uneven = {pair for pair in kin.couples if len({generation[pk] for pk in pair}) > 1}
    split = [union for union in kin.unions if frozenset(union.parents) in uneven]
    return Kin(
        parents=kin.parents,
        couples={pair: how for pair, how in kin.couples.items() if pair not in uneven},
        unions=[
            *(union for union in kin.unions if union not in split),
            *(Union((parent,), union.children) for union in split for parent in union.parents),
        ],
        links=[*_once(kin.links), *(Link(DOTTED, "other", *_upper_first(pair, generation)) for pair in uneven)],
    )


def _upper_first(pair, generation):
    upper, lower = sorted(pair, key=lambda pk: (generation[pk], pk))
    return upper, (lower,)


def _once(links):
    """A dashed line says it already where a dotted one would run beside it."""
    dashed = {frozenset((link.person, other)) for link in links if link.style == DASHED for other in link.others}
    for link in links:
        others = tuple(
            other for other in link.others if link.style == DASHED or frozenset((link.person, other)) not in dashed
        )
        yield link._replace(others=others)


def _by_row(children, row):
    found = defaultdict(list)
    for child in children:
        found[row[child]].append(child)
    return [tuple(of_row) for of_row in found.values()]


def _halves(kin, known, row):
    """Children of two unions that have a parent in common, in pairs, the elder first."""
    for one, other in combinations(kin.unions, 2):
        if set(one.parents) & set(other.parents):
            for pair in product(one.children, other.children):
                elder, younger = sorted(pair, key=lambda pk: by_birth(known[pk]))
                if elder != younger and row[elder] == row[younger] and known[elder].born:
                    yield elder, younger


def _couple(pair, how, known):
    """The man first, where there is one man; the order in which most people expect to read."""
    one, other = sorted(pair, key=lambda pk: (known[pk].sex != "M", pk))
    return one, other, how, (known[one].sex, known[other].sex) in (("M", "F"), ("M", "U"), ("U", "F"))


def _keep_ways_free(rows, row, household):
    """A place in each row in which nobody of the household stands, so that its outline can pass between others.

    So too in a generation of which nobody is known.
    """
    inside = [number for number, keys in enumerate(rows) if household & set(keys)]
    for number, keys in enumerate(rows):
        passed = inside and inside[0] < number < inside[-1] and number not in inside
        if passed or not keys:
            row[-1 - number] = number
            keys.append(-1 - number)
            household |= {-1 - number} if passed else set()


def _label(person, kin):
    """The lines below a sign, how many of them are the name, and half their width."""
    names = wrapped(person.name, NAME_SIZE, LABEL_WIDTH, NAME_LINES)
    said = list(
        dict.fromkeys(ROLES[link.kind] for link in kin.links if link.person == person.pk and link.kind in ROLES)
    )
    small = [*wrapped(person.age, SMALL_SIZE, LABEL_WIDTH, SMALL_LINES)]
    small += [line for role in said for line in wrapped(f"({role})", SMALL_SIZE, LABEL_WIDTH, 1)]
    widths = [width_of(line, NAME_SIZE) * 1.06 for line in names] + [width_of(line, SMALL_SIZE) for line in small]
    return (*names, *small), len(names), max(widths, default=0) / 2


def _routed(rows, plan, half, kin):
    """Twice: the first time shows how many lines go through each gap, the second has made room for them."""
    crowds, settled = {}, {}
    for _ in range(4):
        apart = _apart(rows, half, plan.household, crowds)
        x = straightened(placed(rows, apart, plan), apart, rows, _only_children(plan, settled))
        router = Router(plan, rows, x, half, plan.twins, settled)
        router.descents(router.couples())
        router.links(kin.links)
        crowds = router.gaps.crowds()
        settled = router.gaps.settled() | router.settled_feet()
    router = Router(plan, rows, x, half, plan.twins, settled)
    router.descents(router.couples())
    router.links(kin.links)
    return router, x


def _only_children(plan, settled):
    """Each only child with the x of the line that comes down from the parents."""
    only = {frozenset(parents): children[0] for parents, children in plan.unions if len(children) == 1}
    begun = {"couple": lambda name: name[1:3], "descent": lambda name: name[1:2]}
    ends = {frozenset(begun[name[0]](name)): x for name, x in settled.items() if name[0] in begun}
    return {only[parents]: x for parents, x in ends.items() if parents in only}


def _apart(rows, half, household, crowds):
    """The least distance of two people: of neighbours with room for the lines between them."""
    at = {key: (number, place) for number, row in enumerate(rows) for place, key in enumerate(row)}

    def apart(one, other):
        gap = GAP + (GAP_AT_HOUSEHOLD if (one in household) != (other in household) else 0)
        (row, left), (also, right) = sorted((at[one], at[other]))
        lines = crowds.get((row, right), 0) if row == also and right == left + 1 else 0
        return half[one] + half[other] + gap + max(0, lines - 1) * 10

    return apart


def _drawn(known, rows, plan, labels, half, router, x):
    channels = defaultdict(list)
    for way in router.ways:
        channels[way.channel].append(way)
    counts = [tracks(channels[number]) for number in range(len(rows))]
    spots, tops, feet, y = {}, [], [], float(EDGE)
    worded = _rows_with_the_word(rows, plan)
    _loose_to_the_left(rows, plan, half, x)
    for number, row in enumerate(rows):
        forked = any(pin.kind == "twins" for way in channels[number] for pin in way.downs)
        y += _height(number, counts[number], forked, number - 1 in worded)
        y += CAPTION if number == plan.first_loose and len(known) > 1 else 0
        for key in row:
            if key >= 0:
                label, names, _ = labels[key]
                spots[key] = Spot(known[key], x[key], y + OUTER, half[key], label, names, number)
        tops.append(y)
        y = max((spots[key].foot for key in row if key >= 0), default=y + 2 * OUTER)
        feet.append(y)
    picture = Picture(spots=spots, height=y + EDGE + (MARGIN + LINE if len(rows) - 1 in worded else 0))
    _lines(picture, router, tops, feet, counts)
    bands = [[(x[key] - half[key], x[key] + half[key], key in plan.household) for key in row] for row in rows]
    picture.household = enclosing(bands[: plan.first_loose], tops, feet, LINE)
    for number in range(plan.first_loose, len(rows)):
        picture.household += enclosing([[]] * number + [bands[number]], tops, feet, LINE)
    if plan.first_loose < len(rows) and len(known) > 1:
        left = min(x[key] - half[key] for key in rows[plan.first_loose])
        picture.captions.append(Caption(left, tops[plan.first_loose] - MARGIN - 8, "Not yet connected"))
    return _framed(picture)


def _rows_with_the_word(rows, plan):
    """The rows below whose people 'Household' stands: the last of an outline."""
    inside = [number for number, row in enumerate(rows) if plan.household & set(row)]
    connected = [number for number in inside if number < plan.first_loose]
    return {*connected[-1:], *(number for number in inside if number >= plan.first_loose)}


def _loose_to_the_left(rows, plan, half, x):
    """Whoever is not connected begins where the picture begins."""
    left = min((x[key] - half[key] for row in rows[: plan.first_loose] for key in row), default=0)
    for row in rows[plan.first_loose :]:
        aside = left - min(x[key] - half[key] for key in row)
        x |= {key: x[key] + aside for key in row}


def _height(number, count, forked, below_the_word):
    """Of the channel above a row; below the household's last row there is room for its word."""
    room = (ABOVE + BELOW if number else 0) + max(0, count - 1) * TRACK + (FORK if forked else 0)
    if number == 0:
        return room + (BELOW if count else 0)
    return max(room, 2 * MARGIN + 16) + (LINE + 8 if below_the_word else 0)


def _lines(picture, router, tops, feet, counts):
    spots = picture.spots
    forked = {way.channel for way in router.ways if any(pin.kind == "twins" for pin in way.downs)}
    level = {way: _track_y(way, tops, counts, way.channel in forked) for way in router.ways}
    for way in router.ways:
        y = level[way]
        low, high = way.span
        if not way.straight:
            picture.lines.append(Line(way.style, ((low, y), (high, y))))
        for pin in way.ups:
            top = {"foot": lambda at: spots[at].foot + 3, "middle": lambda at: spots[at].y, "way": level.get}
            picture.lines.append(Line(way.style, ((pin.x, top[pin.kind](pin.at)), (pin.x, y))))
        for pin in way.downs:
            picture.lines += _falls(way, pin, y, spots, tops)
    for one, other, how in router.levels:
        _couple_line(picture, one, other, how, level)
    picture.styles |= {"twins" for way in router.ways for pin in way.downs if pin.kind == "twins"}
    picture.styles |= router.styles
    picture.styles |= {"descent"} if router.plan.unions else set()


def _track_y(way, tops, counts, forked):
    """Tracks are counted from above; the lowest lies just over the row, and over the forks of twins."""
    return tops[way.channel] - BELOW - (FORK if forked else 0) - (counts[way.channel] - 1 - way.track) * TRACK


def _falls(way, pin, y, spots, tops):
    if pin.kind == "head":
        yield Line(way.style, ((pin.x, y), (pin.x, spots[pin.at].head(pin.x))))
    if pin.kind == "twins":
        fork = tops[way.channel] - FORK
        yield Line(way.style, ((pin.x, y), (pin.x, fork)))
        for key in pin.at:
            yield Line(way.style, ((pin.x, fork), (spots[key].x, spots[key].head(spots[key].x))))


def _couple_line(picture, one, other, how, level):
    """Straight from sign to sign; for a couple who stand apart the way above them is drawn already."""
    if other is None:
        y, (low, high) = level[one], one.span
    else:
        left, right = picture.spots[one], picture.spots[other]
        y, low, high = left.y, left.x + left.radius, right.x - right.radius
        picture.lines.append(Line("dotted" if how == "parents" else "solid", ((low, y), (high, y))))
    picture.styles.add(how)
    if how == "former":
        picture.slashes.append(((low * 3 + high) / 4 if high - low > 80 else low + 14, y))


def _framed(picture):
    """Moved so that all of it lies inside the frame."""
    places = [place for spot in picture.spots.values() for place in (spot.x - spot.half, spot.x + spot.half)]
    places += [x for line in picture.lines for x, _ in line.points]
    places += [x for outline in picture.household for x, _ in outline]
    places += [caption.x + width_of(caption.words, SMALL_SIZE) for caption in picture.captions]
    left = min(places) - EDGE
    picture.width = max(places) + EDGE - left
    picture.spots = {key: _moved(spot, left) for key, spot in picture.spots.items()}
    picture.lines = [Line(line.style, tuple((x - left, y) for x, y in line.points)) for line in picture.lines]
    picture.slashes = [(x - left, y) for x, y in picture.slashes]
    picture.household = [[(x - left, y) for x, y in outline] for outline in picture.household]
    picture.captions = [caption._replace(x=caption.x - left) for caption in picture.captions]
    return picture


def _moved(spot, left):
    return Spot(spot.person, spot.x - left, spot.y, spot.half, spot.label, spot.names, spot.row)
