"""What is laid out, and in which rows, before anything has its place: couples, unions, links, the household."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from casework.genogram.picture.kinship import (
    DASHED,
    DOTTED,
    Kin,
    Known,
    Link,
    Union,
    by_birth,
    twin_groups,
)
from casework.genogram.picture.order import LayoutPlan, Rows

IN_ONE_ROW = 6  # of people who are not connected


def planned(known: Known, kin: Kin, generation: Mapping[int, int]) -> tuple[Rows, LayoutPlan, Kin]:
    """The rows in their first order, the `LayoutPlan`, and the kin as it is to be drawn."""
    kin = _level(kin, generation)
    rows = _rows(known, generation)
    first_loose = len(rows)
    rows += _loose_rows(known, generation)
    row = {pk: place for place, keys in enumerate(rows) for pk in keys}
    household = {pk for pk in known if known[pk].in_household}
    _keep_ways_free(rows[:first_loose], row, household)
    plan = LayoutPlan(
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


def _rows(known: Known, generation: Mapping[int, int]) -> Rows:
    """One row for each generation from the first to the last, who lives in the household first, by age."""
    if not generation:
        return []
    first, last = min(generation.values()), max(generation.values())
    rows: Rows = [[] for _ in range(first, last + 1)]
    for pk in sorted(generation, key=lambda pk: (not known[pk].in_household, by_birth(known[pk]))):
        rows[generation[pk] - first].append(pk)
    return rows


def _loose_rows(known: Known, generation: Mapping[int, int]) -> Rows:
    """Whoever is not connected, who lives in the household first."""
    loose = sorted((pk for pk in known if pk not in generation), key=lambda pk: (not known[pk].in_household, pk))
    return [loose[start : start + IN_ONE_ROW] for start in range(0, len(loose), IN_ONE_ROW)]


def _level(kin: Kin, generation: Mapping[int, int]) -> Kin:
    """Couples whom their relations put into different rows are drawn as another kind of relation, each parent apart."""
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


def _upper_first(pair: frozenset[int], generation: Mapping[int, int]) -> tuple[int, tuple[int]]:
    upper, lower = sorted(pair, key=lambda pk: (generation[pk], pk))
    return upper, (lower,)


def _once(links: Iterable[Link]) -> Iterator[Link]:
    """No dotted line where a dashed one between the same people shows the relation already."""
    dashed = {frozenset((link.person, other)) for link in links if link.style == DASHED for other in link.others}
    for link in links:
        others = tuple(
            other for other in link.others if link.style == DASHED or frozenset((link.person, other)) not in dashed
        )
        yield link._replace(others=others)


def _by_row(children: Iterable[int], row: dict[int, int]) -> list[tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for child in children:
        found[row[child]].append(child)
    return [tuple(of_row) for of_row in found.values()]


def _halves(kin: Kin, known: Known, row: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Children of two unions that have a parent in common, in pairs, the elder first."""
    for one, other in combinations(kin.unions, 2):
        if set(one.parents) & set(other.parents):
            for pair in product(one.children, other.children):
                elder, younger = sorted(pair, key=lambda pk: by_birth(known[pk]))
                if elder != younger and row[elder] == row[younger] and (known[elder].born or known[elder].about_born):
                    yield elder, younger


def _couple(pair: frozenset[int], how: str, known: Known) -> tuple[int, int, str, bool]:
    """The man first, where there is one man: the usual order in genograms."""
    one, other = sorted(pair, key=lambda pk: (known[pk].sex != "M", pk))
    return one, other, how, (known[one].sex, known[other].sex) in (("M", "F"), ("M", "U"), ("U", "F"))


def _keep_ways_free(rows: Rows, row: dict[int, int], household: set[int]) -> None:
    """Keep a place free in each row in which nobody of the household is, so that its outline can pass between others.

    So too in a generation of which nobody is known.
    """
    inside = [number for number, keys in enumerate(rows) if household & set(keys)]
    for number, keys in enumerate(rows):
        passed = inside and inside[0] < number < inside[-1] and number not in inside
        if passed or not keys:
            row[-1 - number] = number
            keys.append(-1 - number)
            household |= {-1 - number} if passed else set()
