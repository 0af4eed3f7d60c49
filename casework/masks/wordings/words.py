"""Words as one spelling."""

import re
from collections.abc import Iterable

WORD = re.compile(r"\d+|[^\W\d_]+")
ASCII_WORD = re.compile(r"[0-9]+|[a-z]+")
Words = tuple[str, ...]

# As one word: a street as people shorten it. 'St' is a street as well as a saint.
SHORT = {
    "street": "st", "str": "st", "saint": "st", "road": "rd", "avenue": "ave", "av": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "clo": "cl", "court": "ct", "crt": "ct", "crescent": "cres", "cresc": "cres", "gardens": "gdns",
    "gdn": "gdns", "garden": "gdns", "place": "pl", "square": "sq", "terrace": "terr", "ter": "terr", "grove": "gr",
    "grv": "gr", "gro": "gr", "house": "hse", "buildings": "bldgs", "building": "bldgs", "bldg": "bldgs",
    "mount": "mt", "parade": "pde", "apartment": "flat", "apt": "flat", "north": "n", "south": "s", "east": "e",
    "west": "w", "doctor": "dr", "centre": "ctr", "center": "ctr", "park": "pk", "cottage": "cott", "lodge": "ldg",
    "heights": "hts",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
# Between the words of a place: 'number 9 in the High Street'.
FILLERS = {"in", "the", "of", "on", "at", "no", "nr", "number", "num", "called", "named", "and"}
PLURAL_FROM = 4  # letters: 'gas' and 'his' are no plurals


def found_in(text: str) -> list[str]:
    """The words of a folded text as they are written."""
    return (ASCII_WORD if text.isascii() else WORD).findall(text)


def words_in(text: str) -> list[str]:
    """The words of a folded text, each as one spelling: 'flat 2/2, 9a hidden road' is flat 2 2 9 a hidden rd."""
    return spelled(found_in(text))


def telling_words(text: str) -> Words:
    """As `words_in`, without what may stand between the words of a place."""
    return tuple(telling(found_in(text)))


def spelled(words: Iterable[str]) -> list[str]:
    return [SPELLINGS.get(word) or (_singular(word) if word[-1] == "s" else word) for word in words]


def telling(words: Iterable[str]) -> list[str]:
    return spelled(word for word in words if word not in FILLERS)


def as_written(word: str) -> set[str]:
    """All that is spelled as this word."""
    return {word, f"{word}s"} | WRITTEN.get(word, set())


def _singular(word: str) -> str:
    """'patels' (Patel’s) as 'patel'."""
    return word[:-1] if len(word) >= PLURAL_FROM and word[-2] != "s" else word


# Also of the possessive: 'Hidden Road’s'.
SPELLINGS = {f"{long}s": short for long, short in SHORT.items() if long.isalpha() and len(long) >= PLURAL_FROM} | SHORT
SPELLINGS |= {f"{short}s": short for short in SHORT.values() if short.isalpha() and len(short) > 1}
SPELLINGS |= {short: short for short in SHORT.values()}
WRITTEN: dict[str, set[str]] = {}
for _long, _short in SPELLINGS.items():
    WRITTEN.setdefault(_short, set()).add(_long)
LONGEST = {short: long for long, short in sorted(SHORT.items(), key=lambda pair: len(pair[0])) if long != "saint"}
