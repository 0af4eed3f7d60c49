"""Kinship from the relationships of a family: who is whose parent, who is a couple, what else.

Pure. A person is a `GenogramPerson`, identified by `pk`; a `Relation` means that `person` is the `kind` of `other`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

PARENTS = ("mother", "father")
COUPLES = {"partner": "partners", "former_partner": "former"}
LEVEL = {"sibling", "half_sibling", "cousin"}
CARERS = {"carer", "step_parent", "foster_carer", "guardian"}
# A dashed line: who cares without being the parent. A dotted one: the relation is known, but not through whom it runs.
# Dash and dot: a parent by adoption; the line of descent from the birth parents stays solid beside it.
DASHED, DOTTED, SOLID, ADOPTIVE = "dashed", "dotted", "solid", "adoptive"


@dataclass(frozen=True)
class GenogramPerson:
    """One person; `sex` is 'M', 'F' or 'U'. `child`: one of this family; `index`: with whom one works.

    `ended`: died, or was not born. `born` is exact; `about_born` is for the order alone, where that is not known.
    """

    pk: int
    name: str
    age: str = ""
    sex: str = "U"
    born: date | None = None
    about_born: date | None = None
    child: bool = False
    pregnancy: bool = False
    ended: bool = False
    in_household: bool = False
    index: bool = False


Known = Mapping[int, GenogramPerson]


class Relation(NamedTuple):
    person: int
    kind: str
    other: int


class Union(NamedTuple):
    """Parents (one or two) and the children they have together."""

    parents: tuple[int, ...]
    children: tuple[int, ...]


class Link(NamedTuple):
    """A relation that is neither descent nor a couple: from `person`, who is the `kind` of each of `others`."""

    style: str
    kind: str
    person: int
    others: tuple[int, ...]


Grouped = dict[tuple[str, str, int], list[int]]  # style, kind and person of a link: the others


@dataclass
class Kin:
    """`parents` of each child; `couples` with how they are: 'partners', 'former' or 'parents'."""

    parents: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    couples: dict[frozenset[int], str] = field(default_factory=dict)
    unions: list[Union] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def connected(self) -> set[int]:
        """Everybody to whom a line goes."""
        return {
            *(pk for union in self.unions for pk in (*union.parents, *union.children)),
            *(pk for couple in self.couples for pk in couple),
            *(pk for link in self.links for pk in (link.person, *link.others)),
        }


def kin_of(people: Iterable[GenogramPerson], relations: Iterable[Relation]) -> Kin:
    """The `Kin` of these people; a relation that would make somebody their own ancestor is left out."""
    known = {person.pk: person for person in people}
    relations = [each for each in dict.fromkeys(relations) if each.person in known and each.other in known]
    relations = [relation for relation in relations if relation.person != relation.other]
    kin = Kin()
    for relation in relations:
        parents = kin.parents[relation.other] if relation.kind in PARENTS else [relation.person]
        if relation.person not in parents and not _descends(kin, relation.person, relation.other):
            parents.append(relation.person)
    kin.parents = {child: parents for child, parents in kin.parents.items() if parents}
    _couples(kin, relations)
    _unions(kin, known)
    _links(kin, relations, known)
    return kin


def _descends(kin: Kin, person: int, ancestor: int) -> bool:
    """Whether `person` is `ancestor`, or descends from them."""
    return person == ancestor or any(_descends(kin, parent, ancestor) for parent in kin.parents.get(person, ()))


def _couples(kin: Kin, relations: Iterable[Relation]) -> None:
    """Partners of now are drawn as partners, whatever they were before; parents of one child are a third kind."""
    for wanted in ("former_partner", "partner"):
        for relation in relations:
            if relation.kind == wanted:
                kin.couples[frozenset((relation.person, relation.other))] = COUPLES[wanted]
    for parents in kin.parents.values():
        if len(parents) >= 2:
            kin.couples.setdefault(_pair(kin, parents), "parents")


def _pair(kin: Kin, parents: Iterable[int]) -> frozenset[int]:
    """Of more than two parents the two who are a couple, or the first two."""
    pairs = [frozenset(pair) for pair in combinations(parents, 2)]
    return next((pair for pair in pairs if pair in kin.couples), pairs[0])


def _unions(kin: Kin, known: Known) -> None:
    children: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for child, parents in kin.parents.items():
        pair = _pair(kin, parents) if len(parents) >= 2 else frozenset(parents)
        children[tuple(sorted(pair))].append(child)
        for parent in parents:
            if parent not in pair:
                children[(parent,)].append(child)
    for of_parents, of_them in children.items():
        kin.unions.append(Union(of_parents, tuple(sorted(of_them, key=lambda pk: by_birth(known[pk])))))


def by_birth(person: GenogramPerson) -> tuple[bool, date, int]:
    """A sorting key: the eldest first, those whose birth is not known after them, the unborn last."""
    return (person.pregnancy, person.born or person.about_born or date.max, person.pk)


def twin_groups(children: Iterable[int], known: Known) -> list[tuple[int, ...]]:
    """Children of one union who were born on one day, each group as a tuple."""
    groups = defaultdict(list)
    for pk in children:
        if known[pk].born:
            groups[known[pk].born].append(pk)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _links(kin: Kin, relations: Iterable[Relation], known: Known) -> None:
    grouped: Grouped = defaultdict(list)
    for relation in relations:
        style = _style(kin, relation)
        if style and (relation.other, relation.kind, relation.person) not in _reversed_already(grouped):
            grouped[(style, relation.kind, relation.person)].append(relation.other)
    for (style, kind, person), others in grouped.items():
        kin.links.append(Link(style, kind, person, tuple(others)))


def _reversed_already(grouped: Grouped) -> set[tuple[int, str, int]]:
    """The relations of siblings that are there already, the other way round."""
    return {(person, kind, other) for (_, kind, person), others in grouped.items() if kind in LEVEL for other in others}


def _style(kin: Kin, relation: Relation) -> str | None:
    """The style of a relation's line; None where descent or a couple shows it."""
    if relation.kind in PARENTS or relation.kind in COUPLES:
        return None
    if relation.person in kin.parents.get(relation.other, ()):
        return None
    if relation.kind == "adoptive_parent":
        return ADOPTIVE
    if relation.kind in CARERS:
        return DASHED
    return None if _implied(kin, relation) else DOTTED


def _implied(kin: Kin, relation: Relation) -> bool:
    parents = kin.parents.get(relation.other, ())
    if relation.kind == "grandparent":
        return any(relation.person in kin.parents.get(parent, ()) for parent in parents)
    if relation.kind in LEVEL:
        return bool(set(parents) & set(kin.parents.get(relation.person, ())))
    if relation.kind == "aunt_or_uncle":
        theirs = set(kin.parents.get(relation.person, ()))
        return any(theirs & set(kin.parents.get(parent, ())) for parent in parents)
    return False
