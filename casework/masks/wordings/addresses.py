"""The wordings that tell an address: its number with its street, an uncommon street, the building; never the town.

Of a street that every town has ('High Street') the name alone tells nothing: only with its number, its town or the
first half of its postcode. An address that names neither street nor building ('Refuge', 'Not known', 'Luton LU1 2AB')
is told by its postcode alone.
"""

import re
from collections.abc import Iterable, Iterator
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
    PUBLIC,
    SITES,
    STREETS,
    STREETS_ABROAD,
    TELLS_NOTHING,
    TOWNS,
    UNITS,
)  # fmt: skip
from casework.masks.wordings.words import Words, telling_words

PARTS = re.compile(r"[,;\n\r]")
LETTERS_OF_NUMBERS = set("abcdfgh")  # '9a'; the others may stand for North, East, South and West
FIRST_LETTERS = "abcd"  # of the parts of a house: '12a' of what is recorded as 12
NAME_WITHOUT_KIND = 2  # words of a street that does not say what it is: '17 Kettlebridge'
DIGITS_OF_A_MAP = 8  # of both numbers together
LABEL = re.compile(r"^\s*[a-z ]{3,24}:\s+")  # 'Address: '
SEVERAL = re.compile(r"\s/\s|\band\b|\bthen\b|[;\n\r]")
NUMBER_AND_NAME = re.compile(r"\d[a-z]?\W+[a-z]{2}|[a-z]{2}\W+\d")
ARTICLE = re.compile(r"\s*the\s")


class Street(NamedTuple):
    numbers: Words
    letter: str
    name: Words
    after: Words  # in the same part: the town, where no comma is


class Way(NamedTuple):
    """Words that tell a place; `exact` of those that tell this very place, and not only its street or its kind."""

    words: Words
    exact: bool


def ways_of_address(text: str) -> Iterator[Words]:
    return (way.words for each in _addresses_in(folded(text)) for way in _ways(each))


def exact_ways_of_address(text: str) -> Iterator[Words]:
    """Those that tell this very place: its number with its street, its building, or all of it with its number."""
    return (way.words for each in _addresses_in(folded(text)) for way in _ways(each) if way.exact)


def article_name(text: str) -> str:
    """Of a house that has no other name, as 'The Elms', that word: it stands with its article and a capital letter."""
    plain = LABEL.sub("", folded(text))
    part = next(iter(_parts(without_postcodes(plain))), ())
    word = part[0] if len(part) == 1 and ARTICLE.match(plain) else ""
    return word if word.isalpha() and word not in BUILDINGS | ANY_BUILDING | NOWHERE | UNITS | TOWNS | PUBLIC else ""


def _addresses_in(plain: str) -> list[str]:
    """The whole value, and each by itself where it names several: '9 Hidden Road / 4 Meadow Way'."""
    plain = LABEL.sub("", plain)
    several = [each for each in SEVERAL.split(plain) if each.strip()]
    apart = len(several) > 1 and all(NUMBER_AND_NAME.search(each) for each in several)
    return [plain, *several] if apart else [plain]


def _ways(plain: str) -> Iterator[Way]:
    parts = _parts(without_postcodes(plain))
    streets = [_street_in(part) for part in parts]
    at = next((place for place, street in enumerate(streets) if street), len(parts))
    before, after = parts[:at], parts[at + 1 :]
    street = next(filter(None, streets), None)
    town = (street.after if street else ()) or (parts[-1] if after or (len(parts) > 1 and not street) else ())
    towns = dict.fromkeys(filter(None, (town, street.name if street else ())))
    for place, part in enumerate(before):
        yield from _ways_of_building(part, town, towns, may_be_name=place == 0 and (part is not town))
    if street:
        number = before[-1][-1:] if before and before[-1][-1].isdigit() and not street.numbers else ()
        yield from _ways_of_street(street._replace(numbers=street.numbers + number), town, postcodes_of(plain))
    for other in filter(None, streets[at + 1 :]):
        if other.numbers:  # '10115 Berlin, Lindenstr. 4'
            yield from (way for way in _ways_of_street(other, town, set()) if way.exact)
    yield from _whole(telling_words(without_postcodes(plain)))


def _whole(words: Words) -> Iterator[Way]:
    """All of it, however unlike an address: 'Flat above Khan’s Shop, Dallow', or the two numbers of a map."""
    digits = "".join(word for word in words if word.isdigit())
    own = [word for word in words if word.isalpha() and len(word) > 1 and word not in TELLS_NOTHING]
    if len(words) < 2 or set(words) & NOWHERE:
        return
    if own or len(digits) >= DIGITS_OF_A_MAP:
        yield Way(words, bool(digits))
    elif digits and words[0] not in UNITS and any(word.isalpha() for word in words):
        yield Way(words, True)
    elif len(words) > 2 and not set(words) <= ANY_BUILDING | BUILDINGS | UNITS:
        yield Way(words, False)


def _parts(plain: str) -> list[Words]:
    """Between commas and lines, without flats; a line that has no more than 'Road' belongs to the one before, a number
    by itself to the one after.
    """
    parts: list[Words] = []
    for part in map(telling_words, PARTS.split(plain)):
        if parts and part and _belong_together(parts[-1], part):
            parts[-1] += part
        elif part := _without_unit(part):
            parts.append(part)
    return parts


def _belong_together(before: Words, part: Words) -> bool:
    if all(map(str.isdigit, before)):
        return part[0].isalpha()
    return len(part) == 1 and part[0] in STREETS and before[-1].isalpha()


def _without_unit(part: Words) -> Words:
    """'Flat 2, Haven House' is no number 2 of a street; a flat alone keeps its number, for 'Flat 2, Hidden Road'."""
    if len(part) > 2 and part[0] in UNITS and (part[1].isdigit() or len(part[1]) == 1):
        if len(part) == 3 and len(part[2]) == 1:
            return part  # 'Flat 4B'
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


def _ways_of_street(street: Street, town: Words, postcodes: set[str]) -> Iterator[Way]:
    names = [street.name]
    if len(street.name) > 1 and street.name[0] in STREETS_ABROAD:
        names.append(street.name[1:])
    if street.name[-1] not in STREETS and len(street.name) == NAME_WITHOUT_KIND and _is_rare(street.name[0]):
        names.append(street.name[:1])  # '17 Kettlebridge Luton'
    kind = street.name[-1] in STREETS
    for name in names:
        for number in dict.fromkeys(street.numbers):
            yield Way((number, *name), True)
            yield Way((*name, number), True)
            for letter in street.letter or (FIRST_LETTERS if kind else ""):
                yield Way((number, letter, *name), True)
    if kind and len(street.name) > 1 and not set(street.name[:-1]) <= EVERYWHERE:
        yield Way(street.name, False)
    elif kind:
        if town and all(map(str.isalpha, town)):
            yield Way((*street.name, *town), False)
        yield from (Way((*street.name, *telling_words(postcode[:-3])), False) for postcode in postcodes)


def _ways_of_building(part: Words, town: Words, towns: Iterable[Words], *, may_be_name: bool) -> Iterator[Way]:
    """'Rose Cottage' or 'Haven House 4', not 'Flat 2', 'Refuge' or 'Luton'.

    What many go to, as a hotel of a chain or a hospital, is no very place, nor is a site by its name alone.
    """
    part = part[2:] if part[:2] == ("c", "o") else part
    if not part or part[0] in UNITS or set(part) & NOWHERE:
        return
    chains = [chain for chain in CHAINS if part[: len(chain)] == chain]
    yield from (Way(chain, False) for chain in chains)
    shared = bool(chains) or bool(set(part) & PUBLIC)
    own = {word for word in part if word.isalpha() and len(word) > 1 and word not in ANY_BUILDING | BUILDINGS | UNITS}
    kind = next((place for place, word in enumerate(part) if word in BUILDINGS and own & {*part[:place]}), 0)
    if not own and town not in ((), part) and set(part) & BUILDINGS:
        yield from (Way((*part, *where), True) for where in towns)  # 'The Old Rectory, Barton'
    elif kind:
        name = tuple(word for word in part[:kind] if word in own)
        exact = not shared and part[kind] not in SITES
        yield from (  # 'the refuge in Luton'
            Way(words, exact) for words in (part[: kind + 1], (*name, part[kind]), (part[kind], *name))
        )
    elif own and part[0] in BUILDINGS:
        yield Way(part[:2], not shared)
    elif own and may_be_name and (len(part) > 1 or (town and _is_rare(part[0]))):
        yield Way(part, not shared and not set(part) & ANY_BUILDING and not own <= TOWNS)


def _is_rare(word: str) -> bool:
    return len(word) > LONG_WORD and word not in OF_EVERY_DAY
