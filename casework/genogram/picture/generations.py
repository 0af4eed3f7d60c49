"""The row of each person: 0 the children with whom the service works, -1 their parents, -2 grandparents."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from casework.genogram.picture.kinship import COUPLES, LEVEL, PARENTS, GenogramPerson, Kin, Known, Relation

# How many rows the one is below the other of whom they are this; the surest first.
LOWER = {**dict.fromkeys(PARENTS, -1), **dict.fromkeys(COUPLES, 0), **dict.fromkeys(LEVEL, 0), "grandparent": -2}
LOWER |= {"adoptive_parent": -1, "step_parent": -1, "aunt_or_uncle": -1}
SUREST_FIRST = [*LOWER, "foster_carer", "guardian", "carer", "other"]


def generation_rows(people: Iterable[GenogramPerson], relations: Iterable[Relation], kin: Kin) -> dict[int, int]:
    """The row of everybody who is connected; each parent is above each of their children, whatever else is recorded."""
    known = {person.pk: person for person in people}
    apart = Offsets(kin.connected())
    for kind in SUREST_FIRST:
        for relation in relations:
            if relation.kind == kind and relation.person in apart.row and relation.other in apart.row:
                apart.join(relation.person, relation.other, _lower(relation, known))
    rows = {}
    for group in apart.groups():
        rows |= _anchored({pk: apart.row[pk] for pk in group}, known)
    return _pushed(rows, kin)


def _lower(relation: Relation, known: Known) -> int:
    """A carer, or somebody otherwise related, is above where one of the two is a child."""
    if relation.kind in LOWER:
        return LOWER[relation.kind]
    return known[relation.person].child - known[relation.other].child if relation.person != relation.other else 0


class Offsets:
    """Groups of people whose distance in rows is known; the first relation counts, a contradicting one does not."""

    def __init__(self, everybody: Iterable[int]) -> None:
        self.row = dict.fromkeys(sorted(everybody), 0)
        self.group = {pk: pk for pk in self.row}

    def join(self, one: int, other: int, lower: int) -> None:
        """Place `one` `lower` rows below `other`, unless both are in one group already."""
        if self.group[one] == self.group[other]:
            return
        shift, joining, into = self.row[other] + lower - self.row[one], self.group[one], self.group[other]
        for pk, group in self.group.items():
            if group == joining:
                self.row[pk] += shift
                self.group[pk] = into

    def groups(self) -> Iterable[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for pk, group in self.group.items():
            found[group].append(pk)
        return found.values()


def _anchored(rows: dict[int, int], known: Known) -> dict[int, int]:
    """Shifted so that the children with whom the service works (else the children, else nobody) are in row 0."""
    index = [rows[pk] for pk in rows if known[pk].index]
    children = index or [rows[pk] for pk in rows if known[pk].child]
    foot = _most_common(children) if children else max(rows.values()) + 1
    return {pk: row - foot for pk, row in rows.items()}


def _most_common(numbers: Iterable[int]) -> int:
    counted = Counter(numbers)
    return max(counted, key=lambda number: (counted[number], number))


def _pushed(rows: dict[int, int], kin: Kin) -> dict[int, int]:
    """Children beside or above a parent are moved below; it ends, since nobody is their own ancestor."""
    moved = True
    while moved:
        moved = False
        for child, parents in kin.parents.items():
            lowest = max(rows[parent] for parent in parents) + 1
            if rows[child] < lowest:
                rows[child], moved = lowest, True
    return rows
