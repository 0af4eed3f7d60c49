"""From people and relations to a picture: the places of people, the routes of lines, the outline of the household.

Pure. The steps, each in a module of its own: `kinship` (parents, couples, links), `generations` (the rows), `planning`
(what is laid out), `order` (within the rows), `places` (x), `routes` (of the lines), `assembling` (y).
"""

from collections.abc import Collection, Mapping, Sequence

from casework.drawing.lettering import NAME_SIZE, SMALL_SIZE, width_of, wrapped
from casework.genogram.picture.assembling import Label, assembled
from casework.genogram.picture.gaps import Name
from casework.genogram.picture.generations import generation_rows
from casework.genogram.picture.kinship import GenogramPerson, Kin, Relation, kin_of
from casework.genogram.picture.order import LayoutPlan, Rows, ordered
from casework.genogram.picture.parts import OUTER, GenogramPicture
from casework.genogram.picture.places import Apart, placed, straightened
from casework.genogram.picture.planning import planned
from casework.genogram.picture.routes import Router
from casework.words import bare

LABEL_WIDTH, NAME_LINES, SMALL_LINES = 112, 3, 3
GAP, GAP_AT_HOUSEHOLD, GAP_FOR_A_LINE, PASSING = 22, 18, 10, 8
BOLD = 1.06  # how much wider than plain letters
ROLES = {
    "adoptive_parent": "adoptive parent", "foster_carer": "foster carer", "guardian": "guardian", "carer": "carer",
    "step_parent": "step-parent", "grandparent": "grandparent", "aunt_or_uncle": "aunt or uncle", "cousin": "cousin",
    "other": "other relation",
}  # fmt: skip


def genogram_picture(people: Sequence[GenogramPerson], relations: Sequence[Relation]) -> GenogramPicture:
    """The picture of a family. `people`: a list of `GenogramPerson`; `relations`: a list of `Relation` between them."""
    known = {person.pk: person for person in people}
    if not known:
        return GenogramPicture()
    kin = kin_of(people, relations)
    generation = generation_rows(people, relations, kin)
    rows, plan, kin = planned(known, kin, generation)
    labels = {pk: _label(person, kin) for pk, person in known.items()}
    half = {key: PASSING if key < 0 else max(OUTER, labels[key][2]) for key in plan.row}
    rows = ordered(rows, plan)
    router, x = _routed(rows, plan, half, kin)
    picture = assembled(known, rows, plan, labels, half, router, x)
    picture.generations = generation
    return picture


def _label(person: GenogramPerson, kin: Kin) -> Label:
    """The lines below a sign, how many of them are the name, and half their width."""
    names = wrapped(bare(person.name), NAME_SIZE, LABEL_WIDTH, NAME_LINES)
    roles = list(
        dict.fromkeys(ROLES[link.kind] for link in kin.links if link.person == person.pk and link.kind in ROLES)
    )
    small = [*wrapped(person.age, SMALL_SIZE, LABEL_WIDTH, SMALL_LINES)]
    small += [line for role in roles for line in wrapped(f"({role})", SMALL_SIZE, LABEL_WIDTH, 1)]
    widths = [width_of(line, NAME_SIZE) * BOLD for line in names] + [width_of(line, SMALL_SIZE) for line in small]
    return (*names, *small), len(names), max(widths, default=0) / 2


def _routed(rows: Rows, plan: LayoutPlan, half: Mapping[int, float], kin: Kin) -> tuple[Router, dict[int, float]]:
    """Twice: the first time shows how many lines go through each gap, the second has made room for them."""
    crowds: dict[tuple[int, int], int] = {}
    settled: dict[Name, float] = {}
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


def _only_children(plan: LayoutPlan, settled: Mapping[Name, float]) -> dict[int, float]:
    """Each only child with the x of the line that comes down from the parents."""
    only = {frozenset(parents): children[0] for parents, children in plan.unions if len(children) == 1}
    begun = {"couple": lambda name: name[1:3], "descent": lambda name: name[1:2]}
    ends = {frozenset(begun[name[0]](name)): x for name, x in settled.items() if name[0] in begun}
    return {only[parents]: x for parents, x in ends.items() if parents in only}


def _apart(
    rows: Rows, half: Mapping[int, float], household: Collection[int], crowds: Mapping[tuple[int, int], int]
) -> Apart:
    """The least distance of two people: of neighbours with room for the lines between them."""
    at = {key: (number, place) for number, row in enumerate(rows) for place, key in enumerate(row)}

    def apart(one: int, other: int) -> float:
        gap = GAP + (GAP_AT_HOUSEHOLD if (one in household) != (other in household) else 0)
        (row, left), (also, right) = sorted((at[one], at[other]))
        lines = crowds.get((row, right), 0) if row == also and right == left + 1 else 0
        return half[one] + half[other] + gap + max(0, lines - 1) * GAP_FOR_A_LINE

    return apart
