"""The wordings that tell an address: its number with its street, an uncommon street, the building; never the town.

Of a street that every town has ('High Street') the name alone tells nothing: only with its number, its town or the
first half of its postcode. An address that names neither street nor building ('Refuge', 'Not known', 'Luton LU1 2AB')
is told by its postcode alone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from casework.masks.wordings.folding import folded
from casework.masks.wordings.numbers import postcodes_of, without_postcodes
from casework.masks.wordings.vocabulary import (
    ANY_BUILDING,
    BUILDINGS,
    CHAINS,
    EVERYWHERE,
    LONG_WORD,
    NOWHERE,
    OF_EVERY_DAY,
    STREETS,
    UNITS,
)  # fmt: skip
from casework.masks.wordings.words import Words, telling_words

PARTS = re.compile(r"[,;\n\r]")
LETTERS_OF_NUMBERS = set("abcdfgh")  # '9a'; the others may stand for North, East, South and West
NAME_WITHOUT_KIND = 2  # words of a street that does not say what it is: '17 Kettlebridge'


class Street(NamedTuple):
    numbers: Words
    letter: str
    name: Words
    after: Words  # in the same part: the town, where no comma is


def ways_of_address(text: str) -> Iterator[Words]:
    plain = folded(text)
    parts = _parts(without_postcodes(plain))
    streets = [_street_in(part) for part in parts]
    at = next((place for place, street in enumerate(streets) if street), len(parts))
    before, after = parts[:at], parts[at + 1 :]
    street = next(filter(None, streets), None)
    town = (street.after if street else ()) or (parts[-1] if after or (len(parts) > 1 and not street) else ())
    for place, part in enumerate(before):
        yield from _ways_of_building(part, town, may_be_name=place == 0 and (part is not town))
    if street:
        number = before[-1][-1:] if before and before[-1][-1].isdigit() and not street.numbers else ()
        yield from _ways_of_street(street._replace(numbers=street.numbers + number), town, postcodes_of(plain))


def _parts(plain: str) -> list[Words]:
    """Between commas and lines, without flats; a line that has no more than 'Road' belongs to the one before."""
    parts: list[Words] = []
    for part in map(telling_words, PARTS.split(plain)):
        if parts and len(part) == 1 and part[0] in STREETS and parts[-1][-1].isalpha():
            parts[-1] += part
        elif part := _without_unit(part):
            parts.append(part)
    return parts


def _without_unit(part: Words) -> Words:
    """'Flat 2, Haven House' is no number 2 of a street; a flat alone keeps its number, for 'Flat 2, Hidden Road'."""
    if len(part) > 2 and part[0] in UNITS and (part[1].isdigit() or len(part[1]) == 1):
        letter = len(part) > 3 and part[2] in LETTERS_OF_NUMBERS and part[1].isdigit()
        return part[3 if letter else 2 :]
    return part


def _street_in(part: Words) -> Street | None:
    letters = [place for place, word in enumerate(part) if word.isalpha() and len(word) > 1]
    digits = [place for place, word in enumerate(part) if word.isdigit()]
    if not letters or part[0] in UNITS or set(part) & NOWHERE:
        return None
    kind = next((place for place, word in enumerate(part) if place and word in STREETS and _named(part[:place])), None)
    if kind is None and not digits:
        return None
    first = max((place for place in digits if place < (letters[-1] if kind is None else kind)), default=-1) + 1
    last = (letters[-1] if kind is None else kind) + 1
    last = min(last, first + NAME_WITHOUT_KIND + 1) if kind is None else last
    name, letter = part[first:last], ""
    if len(name) > 1 and first and name[0] in LETTERS_OF_NUMBERS:
        letter, name = name[0], name[1:]
    numbers = tuple(part[place] for place in digits if place < first) or part[last : last + 1][: part[-1].isdigit()]
    return Street(numbers, letter, name, tuple(word for word in part[last:] if word.isalpha() and len(word) > 1))


def _named(before: Words) -> bool:
    return any(word.isalpha() for word in before)


def _ways_of_street(street: Street, town: Words, postcodes: set[str]) -> Iterator[Words]:
    names = [street.name]
    if street.name[-1] not in STREETS and len(street.name) == NAME_WITHOUT_KIND and _is_rare(street.name[0]):
        names.append(street.name[:1])  # '17 Kettlebridge Luton'
    for name in names:
        for number in dict.fromkeys(street.numbers):
            yield (number, *name)
            yield (*name, number)
            if street.letter:
                yield (number, street.letter, *name)
    kind = street.name[-1] in STREETS
    if kind and len(street.name) > 1 and not set(street.name[:-1]) <= EVERYWHERE:
        yield street.name
    elif kind:
        if town and all(map(str.isalpha, town)):
            yield (*street.name, *town)
        yield from ((*street.name, *telling_words(postcode[:-3])) for postcode in postcodes)


def _ways_of_building(part: Words, town: Words, *, may_be_name: bool) -> Iterator[Words]:
    """'Rose Cottage' or 'Haven House 4', not 'Flat 2', 'Refuge' or 'Luton'."""
    part = part[2:] if part[:2] == ("c", "o") else part
    if not part or part[0] in UNITS or set(part) & NOWHERE:
        return
    yield from (chain for chain in CHAINS if part[: len(chain)] == chain)
    own = {word for word in part if word.isalpha() and len(word) > 1 and word not in ANY_BUILDING | BUILDINGS | UNITS}
    kind = next((place for place, word in enumerate(part) if word in BUILDINGS and own & {*part[:place]}), 0)
    if not own and town not in ((), part) and set(part) & BUILDINGS:
        yield (*part, *town)  # 'The Old Rectory, Barton'
    elif kind:
        name = tuple(word for word in part[:kind] if word in own)
        yield from (part[: kind + 1], (*name, part[kind]), (part[kind], *name))  # 'the refuge in Luton'
    elif own and part[0] in BUILDINGS:
        yield part[:2]
    elif own and may_be_name and (len(part) > 1 or (town and _is_rare(part[0]))):
        yield part


def _is_rare(word: str) -> bool:
    return len(word) > LONG_WORD and word not in OF_EVERY_DAY
