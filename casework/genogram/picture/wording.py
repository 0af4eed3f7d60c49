"""The genogram in words, for whoever does not see it: each person once, with every relation that the picture shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from casework.genogram.picture.kinship import (
    PARENTS,
    GenogramPerson,
    Kin,
    Known,
    Relation,
    by_birth,
    kin_of,
    twin_groups,
)
from casework.genogram.picture.parts import GenogramPicture

# What a man, a woman, and anybody else is to the other; and what the other is to them.
RELATION_WORDS = {
    "mother": ("mother", "mother", "mother"),
    "father": ("father", "father", "father"),
    "adoptive_parent": ("adoptive father", "adoptive mother", "adoptive parent"),
    "step_parent": ("step-father", "step-mother", "step-parent"),
    "grandparent": ("grandfather", "grandmother", "grandparent"),
    "sibling": ("brother", "sister", "brother or sister"),
    "half_sibling": ("half-brother", "half-sister", "half-brother or half-sister"),
    "partner": ("partner",) * 3,
    "former_partner": ("former partner",) * 3,
    "aunt_or_uncle": ("uncle", "aunt", "aunt or uncle"),
    "cousin": ("cousin",) * 3,
    "foster_carer": ("foster carer",) * 3,
    "guardian": ("guardian",) * 3,
    "carer": ("carer",) * 3,
    "other": ("otherwise related to",) * 3,
}
RELATION_WORDS_REVERSED = {
    **dict.fromkeys(PARENTS, ("son", "daughter", "child")),
    "adoptive_parent": ("adopted son", "adopted daughter", "adopted child"),
    "step_parent": ("stepson", "stepdaughter", "stepchild"),
    "grandparent": ("grandson", "granddaughter", "grandchild"),
    "aunt_or_uncle": ("nephew", "niece", "niece or nephew"),
    "foster_carer": ("fostered by",) * 3,
    "guardian": ("under the guardianship",) * 3,
    "carer": ("cared for by",) * 3,
}
BY_SEX = {"M": 0, "F": 1}
ROWS = {
    -2: "Grandparents’ generation",
    -1: "Parents’ generation",
    0: "Children’s generation",
    1: "The children’s own children",
}
NOT_CONNECTED = "Not yet connected"


class PersonWording(NamedTuple):
    """One person in words: 'Ann Ash', '31, lives in the household', 'mother of Mia and Ben; former partner of Joe'."""

    pk: int
    name: str
    where: str
    relations: str

    @property
    def sentence(self) -> str:
        where = f", {self.where}" if self.where else ""
        return f"{self.name}{where}: {self.relations}." if self.relations else f"{self.name}{where}."


class Generation(NamedTuple):
    heading: str
    entries: list[PersonWording]


def generations_in_words(
    people: Iterable[GenogramPerson], relations: Iterable[Relation], picture: GenogramPicture
) -> list[Generation]:
    """The generations of a picture from above, each person with what they are to the others."""
    known = {person.pk: person for person in people}
    phrases = _relations_in_words(known, relations, kin_of(people, relations))
    rows: dict[int | None, list[PersonWording]] = defaultdict(list)
    for person in sorted(people, key=lambda person: (not person.in_household, by_birth(person))):
        entry = PersonWording(person.pk, person.name, _where(person), "; ".join(phrases[person.pk]))
        rows[picture.generations.get(person.pk)].append(entry)
    loose = rows.pop(None, [])
    placed = sorted(row for row in rows if row is not None)
    generations = [Generation(_heading(row), rows[row]) for row in placed]
    return [*generations, *([Generation(NOT_CONNECTED if generations else "People", loose)] if loose else [])]


def genogram_in_words(generations: Iterable[Generation]) -> str:
    """All of it in one text, for the picture on paper."""
    return " ".join(entry.sentence for generation in generations for entry in generation.entries)


def _heading(row: int) -> str:
    return ROWS.get(row, "Earlier generations" if row < 0 else "Later generations")


def _where(person: GenogramPerson) -> str:
    parts = [person.age]
    if not person.ended:
        home = "expected in the household" if person.pregnancy else "lives in the household"
        away = "" if person.pregnancy else "lives elsewhere"
        parts.append(home if person.in_household else away)
    parts.append("a child we work with" if person.index else "")
    return ", ".join(part for part in parts if part)


def _relations_in_words(known: Known, relations: Iterable[Relation], kin: Kin) -> dict[int, list[str]]:
    """What each is to whom, in the order of the relations: the words 'mother of' with all of whom they are true."""
    groups = defaultdict(lambda: defaultdict(list))
    for relation in relations:
        for pk, words, other in _both_ways(relation, known):
            if other not in groups[pk][words]:
                groups[pk][words].append(other)
    for union in kin.unions:
        for twins in twin_groups(union.children, known):
            for pk in twins:
                groups[pk]["born on one day with"] = [other for other in twins if other != pk]
    return defaultdict(
        list, {pk: [_sentence(*group, known) for group in phrases.items()] for pk, phrases in groups.items()}
    )


def _both_ways(relation: Relation, known: Known) -> Iterator[tuple[int, str, int]]:
    reversed_words = RELATION_WORDS_REVERSED.get(relation.kind, RELATION_WORDS[relation.kind])
    yield relation.person, _of(RELATION_WORDS[relation.kind], known[relation.person]), relation.other
    yield relation.other, _of(reversed_words, known[relation.other]), relation.person


def _of(words: tuple[str, str, str], person: GenogramPerson) -> str:
    word = words[BY_SEX.get(person.sex, 2)]
    return word if word.endswith((" to", " by")) else f"{word} of"


def _sentence(words: str, others: Sequence[int], known: Known) -> str:
    names = [known[pk].name for pk in others]
    return f"{words} {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"{words} {names[0]}"
