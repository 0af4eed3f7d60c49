"""Which places a text tells, in whatever spelling: an index of their wordings, gone through once for each text.

What a place's wordings are stands in `casework/masks/wordings`, by what it is. A text is looked up by its words, so
that its cost is that of its length and not of the number of places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from casework.masks.wordings.addresses import article_name, exact_ways_of_address, ways_of_address
from casework.masks.wordings.emails import emails_of, told_emails
from casework.masks.wordings.folding import folded, readings
from casework.masks.wordings.names import (
    ANY,
    beside_its_kind,
    stands_as_name,
    stands_with_article,
    ways_of_name,
    ways_of_organisation,
)
from casework.masks.wordings.numbers import (
    SHORTEST_WHOLE,
    heads_of,
    local_part,
    numbers_of,
    postcode_key,
    postcodes_of,
    told_numbers,
    told_postcode,
)  # fmt: skip
from casework.masks.wordings.vocabulary import BESIDE, EVERYWHERE, OF_ITS_KIND, STREETS, TITLES
from casework.masks.wordings.words import LONGEST, SHORT, Words, as_written, found_in, spelled, telling, telling_words
from casework.masks.wordings.words import words_in as _words_in

FEWEST_WORDS = 5  # of what is cut out of a passage: fewer stand in many texts


class Kind(Enum):
    """What a value is."""

    ADDRESS = "address"
    TELEPHONE = "telephone"
    EMAIL = "email"
    ORGANISATION = "organisation"
    NAME = "name"
    TEXT = "text"  # a passage that somebody held back: it tells itself


class Value(NamedTuple):
    """Words that tell where somebody is; `protection` is the id under which they are kept."""

    protection: int
    kind: Kind
    text: str


def words_in(text: str) -> list[str]:
    """The words of the text, each as one spelling: 'Flat 2/2, 9a Hidden Road' is flat 2 2 9 a hidden rd."""
    return _words_in(folded(text))


WAYS = {Kind.ADDRESS: ways_of_address, Kind.ORGANISATION: ways_of_organisation, Kind.NAME: ways_of_name}
Found = dict[str, set[int]]


@dataclass
class Spellings:
    """What tells places, by the words in which a text may tell them; each leads to ids of protections."""

    ways: dict[Words, set[int]] = field(default_factory=dict)
    # Of each way the word by which it is looked up: where it stands in ways, and how long these are.
    shapes: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    beside: Found = field(default_factory=dict)  # names of one word
    articles: Found = field(default_factory=dict)  # of houses: 'The Elms'
    postcodes: Found = field(default_factory=dict)
    numbers: Found = field(default_factory=dict)
    local_numbers: Found = field(default_factory=dict)
    emails: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    passages: list[tuple[str, int]] = field(default_factory=list)
    # Words as they are written with which something of these begins, or by which it is looked up.
    marks: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    email_marks: set[str] = field(default_factory=set)

    def told_in(self, text: str) -> set[int]:
        """The ids of the protections whose place the text tells."""
        found: set[int] = set()
        for reading in readings(text):
            found.update(*self._told(reading))
        return found

    def _told(self, reading: str) -> Iterator[set[int]]:
        plain = reading.casefold()
        words = found_in(plain)
        seen = set(words)
        if not seen:
            return
        if not self.marks.isdisjoint(seen):
            yield from self._by_words(telling(words), reading)
        if self.heads and not self.heads.isdisjoint(seen):
            yield from self._by_postcode(words)
        if self.numbers and min(seen) < "a":
            yield from self._by_number(words)
        if self.emails and not self.email_marks.isdisjoint(seen):
            yield from (self.emails.get(key, set()) for key in told_emails(plain))
        if self.passages:
            yield self._passages_with(spelled(words))

    def _by_words(self, words: Sequence[str], reading: str) -> Iterator[set[int]]:
        for place, word in enumerate(words):
            for before, size in self.shapes.get(word, ()):
                if place >= before:
                    yield self._way(tuple(words[place - before : place - before + size]))
            if word in self.beside and self._is_named(words, place, reading):
                yield self.beside[word]
            if word in self.articles and stands_with_article(word, reading):
                yield self.articles[word]

    def _way(self, way: Words) -> set[int]:
        found = self.ways.get(way, set())
        if len(way) == 3 and way[0] in TITLES and way[1].isalpha():
            return found | self.ways.get((way[0], way[1][0] + ANY, way[2]), set())
        return found

    def _is_named(self, words: Sequence[str], place: int, reading: str) -> bool:
        """A name of one word: beside what it is, or with a capital letter where it is no word of every day."""
        word = words[place]
        near = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
        if any(each in BESIDE for each in near):
            return True
        return stands_as_name(word, reading)

    def _by_postcode(self, words: Sequence[str]) -> Iterator[set[int]]:
        for place, word in enumerate(words):
            if word in self.heads:
                yield from (self.postcodes.get(key, set()) for key in told_postcode(words, place))

    def _by_number(self, words: Sequence[str]) -> Iterator[set[int]]:
        for number, is_local in told_numbers(words):
            if is_local:
                yield self.local_numbers.get(number, set())
            else:
                yield self.numbers.get(number, set())
                yield self.numbers.get(local_part(number), set())  # recorded without its code

    def _passages_with(self, words: list[str]) -> set[int]:
        """Of a passage that was held back what is cut out of it, as in a list."""
        if len(words) < FEWEST_WORDS:
            return set()
        cut = f" {' '.join(words[:-1] if len(words) > FEWEST_WORDS else words)} "
        return {pk for passage, pk in self.passages if cut in passage}

    def add(self, value: Value, *, exact: bool = False) -> None:
        """`exact`: of an address only what tells this very place."""
        pk, kind, text = value
        for way in _ways_of(kind, text, exact):
            self._add_way(way, pk)
        match kind:
            case Kind.ADDRESS:
                self._add_postcodes(text, pk)
                if word := article_name(text):
                    self.articles.setdefault(word, set()).add(pk)
                    self.marks |= as_written(word)
            case Kind.TELEPHONE:
                self._add_numbers(text, pk)
            case Kind.EMAIL:
                for email, word in emails_of(folded(text)):
                    self.emails.setdefault(email, set()).add(pk)
                    self.email_marks.add(word)
            case Kind.ORGANISATION if word := beside_its_kind(text):
                self.beside.setdefault(word, set()).add(pk)
                self.marks |= as_written(word)
            case Kind.TEXT:
                self.passages.append((f" {' '.join(words_in(text))} ", pk))

    def _add_way(self, way: Words, pk: int) -> None:
        self.ways.setdefault(way, set()).add(pk)
        word = max(way, key=_rarity)
        self.shapes.setdefault(word, set()).add((way.index(word), len(way)))
        self.marks |= as_written(word)

    def _add_postcodes(self, text: str, pk: int) -> None:
        for postcode in postcodes_of(folded(text)):
            self.postcodes.setdefault(postcode_key(postcode), set()).add(pk)
            self.heads |= heads_of(postcode)

    def _add_numbers(self, text: str, pk: int) -> None:
        for number in numbers_of(found_in(folded(text))):
            self.numbers.setdefault(number, set()).add(pk)
            local = number if len(number) < SHORTEST_WHOLE else local_part(number)
            if local:
                self.local_numbers.setdefault(local, set()).add(pk)


def spellings_of(values: Iterable[Value], *, exact: bool = False) -> Spellings:
    made = Spellings()
    for value in values:
        made.add(value, exact=exact)
    return made


def bare_names(value: Value) -> set[str]:
    """What of the name of a place or a professional may be all of somebody's name, in small letters."""
    if value.kind is Kind.ORGANISATION:
        word = beside_its_kind(value.text)
        return {*(" ".join(way) for way in ways_of_organisation(value.text)), *([word] if word else [])}
    return {" ".join(way) for way in ways_of_name(value.text)} if value.kind is Kind.NAME else set()


@lru_cache(maxsize=50_000)
def _ways_of(kind: Kind, text: str, exact: bool = False) -> tuple[Words, ...]:
    if kind is Kind.TEXT:
        return tuple(filter(None, [telling_words(folded(text))]))
    ways_of = exact_ways_of_address if exact and kind is Kind.ADDRESS else WAYS.get(kind)
    ways = dict.fromkeys(ways_of(text)) if ways_of else {}
    return tuple({each: None for way in ways for each in (way, *_run_together(way))})


def _run_together(way: Words) -> Iterator[Words]:
    """'9HiddenRoad', as of an address of a page or where what parts the words is not seen."""
    stretches = [list(words) for letters, words in groupby(way, str.isalpha) if letters]
    stretch = max(stretches, key=len, default=[])
    if len(stretch) < 2 or ANY in way[1:2]:
        return
    place = way.index(stretch[0])
    for word in {"".join(stretch), "".join(LONGEST.get(word, word) for word in stretch)}:
        if len(word) >= FEWEST_LETTERS:
            yield (*way[:place], word, *way[place + len(stretch) :])


def _rarity(word: str) -> tuple[bool, int]:
    """How well a word tells ways apart."""
    return word.isalpha() and word not in ORDINARY, len(word)


ORDINARY = {*SHORT.values(), *EVERYWHERE, *OF_ITS_KIND, *TITLES, *STREETS}
FEWEST_LETTERS = 7  # of words that are run together: shorter ones are words themselves
