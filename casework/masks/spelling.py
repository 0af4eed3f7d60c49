"""The spellings of one place: in whatever case, with whatever signs, in short or in full, as people write it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote_plus

WORD = re.compile(r"\d+|[^\W\d_]+")
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[\s\-.]*(\d[a-z]{2})\b")
NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d")
EMAIL = re.compile(r"[\w.+'\-]+@[\w\-]+(?:\.[\w\-]+)+")
DIGIT = re.compile(r"\d")
FEWEST_DIGITS = 7
AWAY_WITH = str.maketrans(dict.fromkeys("'’ʼ`´", ""))

# As one word: a street as people shorten it. 'St' is a street as well as a saint.
SHORT = {
    "street": "st", "str": "st", "saint": "st", "road": "rd", "avenue": "ave", "av": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "clo": "cl", "court": "ct", "crt": "ct", "crescent": "cres", "cresc": "cres", "gardens": "gdns",
    "gdn": "gdns", "garden": "gdns", "place": "pl", "square": "sq", "terrace": "terr", "ter": "terr", "grove": "gr",
    "grv": "gr", "gro": "gr", "house": "hse", "buildings": "bldgs", "building": "bldgs", "bldg": "bldgs",
    "mount": "mt", "parade": "pde", "apartment": "flat", "apt": "flat", "north": "n", "south": "s", "east": "e",
    "west": "w", "and": "&", "doctor": "dr", "centre": "ctr", "center": "ctr", "primary": "primary", "park": "pk",
}  # fmt: skip
STREETS = {
    "st", "rd", "ave", "ln", "dr", "cl", "ct", "cres", "gdns", "pl", "sq", "terr", "gr", "row", "walk", "way", "hill",
    "rise", "mews", "green", "view", "yard", "parade", "pde", "path", "vale", "end", "gate", "wharf", "quay", "side",
    "broadway", "circus", "common", "field", "fields", "meadow", "meadows", "bank", "croft", "drove", "loop",
}  # fmt: skip
# Streets of most towns: without the number these tell nothing.
EVERYWHERE = {"high", "main", "church", "station", "london", "mill", "park", "pk", "king", "kings", "queen", "queens"}
# What a school, a nursery or a surgery is, beside its name.
OF_ITS_KIND = {
    "the", "of", "school", "schools", "primary", "secondary", "nursery", "nurseries", "infant", "infants", "junior",
    "juniors", "academy", "college", "preschool", "pre", "playgroup", "surgery", "practice", "medical", "health", "ctr",
    "clinic", "hospital", "group", "childrens", "children", "gp", "day", "care", "catholic", "rc", "ce", "c", "e",
    "&", "early", "years", "family", "hub", "refuge", "trust", "nhs", "lower", "middle", "upper", "high", "first",
}  # fmt: skip
TITLES = {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sister", "nurse", "sgt", "pc", "dc"}
LONG_WORD = 4

Words = tuple[str, ...]


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
    return _words(_plain(text))


def _words(plain: str) -> list[str]:
    return [SHORT.get(word, word) for word in WORD.findall(plain)]


def _plain(text: str) -> str:
    """Without accents, apostrophes and case; an address of a map, such as '9%20Hidden+Row', as it is read."""
    if "%" in text:
        text = unquote_plus(text)
    text = text.translate(AWAY_WITH) if "'" in text or "`" in text or not text.isascii() else text
    text = text.replace("&", " and ")
    if text.isascii():
        return text.lower()
    decomposed = normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not "\u0300" <= sign <= "\u036f").casefold()


def postcodes_in(text: str) -> set[str]:
    return _postcodes(_plain(text))


def _postcodes(plain: str) -> set[str]:
    return {"".join(found) for found in POSTCODE.findall(plain)}


def numbers_in(text: str) -> set[str]:
    """Telephone numbers as their digits, with 0 in place of the country's code."""
    digits = ("".join(sign for sign in found if sign.isdigit() or sign == "+") for found in NUMBER.findall(text))
    return {_national(each) for each in digits if len(each) >= FEWEST_DIGITS}


def _national(number: str) -> str:
    for abroad in ("+44", "0044", "44"):
        if number.startswith(abroad):
            return "0" + number.removeprefix(abroad).lstrip("0")
    return number.lstrip("+")


def emails_in(text: str) -> set[str]:
    return {found.casefold().strip(".") for found in EMAIL.findall(text)} if "@" in text else set()


def ways_of_address(text: str) -> Iterator[Words]:
    """The wordings that tell an address: its number with its street, the street alone, the building; never the town."""
    text = POSTCODE.sub(" ", _plain(text))
    parts = [tuple(words_in(part)) for part in re.split(r"[,;\n]", text)]
    parts = [part for part in parts if part]
    street = next((part for part in parts if _is_street(part)), None)
    before = parts[: parts.index(street)] if street else parts[:1]
    yield from (part for part in before if _is_building(part))
    if street:
        yield from _ways_of_street(street, before)


def _is_street(part: Words) -> bool:
    return any(word in STREETS for word in part[1:]) or (part[0].isdigit() and any(map(str.isalpha, part[1:])))


def _is_building(part: Words) -> bool:
    """'Rose Cottage' or 'Haven House 4', not 'Flat 2'."""
    letters = [word for word in part if word.isalpha() and len(word) > 1 and word not in ("flat", "room", "unit")]
    return len(letters) > 1 or (len(letters) == 1 and len(letters[0]) > LONG_WORD)


def _ways_of_street(street: Words, before: list[Words]) -> Iterator[Words]:
    ends = [place for place, word in enumerate(street) if word in STREETS and place]
    # Without commas the town follows: the street ends with its kind, or with the second word after its number.
    digits = [place for place, word in enumerate(street) if word.isdigit()]
    end = ends[0] if ends else min(len(street) - 1, (digits[-1] if digits else 0) + 2)
    numbers = [place for place in digits if place < end]
    begin = numbers[-1] if numbers else 0
    numbered = street[begin : end + 1]
    yield numbered
    if not numbers and before and before[-1][-1].isdigit():
        yield (before[-1][-1], *numbered)
    named = tuple(word for word in numbered if not word.isdigit())
    named = named[1:] if len(named) > 2 and len(named[0]) == 1 else named  # '9 a Hidden Row'
    if len(named) > 1 and named[0] not in EVERYWHERE:
        yield named


def ways_of_organisation(text: str) -> Iterator[Words]:
    """The name in full and without what it is; a name of one word only beside what it is, such as 'Acorn nursery'."""
    whole = tuple(words_in(text))
    core = tuple(word for word in whole if word not in OF_ITS_KIND)
    if len(whole) > 1:
        yield whole
    if len(core) > 1:
        yield core
    elif core and len(core[0]) >= LONG_WORD:
        yield from ((core[0], kind) for kind in sorted(OF_ITS_KIND - {"the", "of", "&", "c", "e"}))
    if len(whole) == 1:
        yield whole


def ways_of_name(text: str) -> Iterator[Words]:
    """First name and surname, or title and surname."""
    whole = tuple(words_in(text))
    plain = tuple(word for word in whole if word not in TITLES)
    if len(plain) > 1:
        yield plain
    if plain and whole[0] in TITLES:
        yield (whole[0], plain[-1])


WAYS = {Kind.ADDRESS: ways_of_address, Kind.ORGANISATION: ways_of_organisation, Kind.NAME: ways_of_name}


@dataclass
class Spellings:
    """What tells places, put so that a text is gone through once, however many places there are."""

    by_word: dict[str, list[tuple[Words, int]]] = field(default_factory=dict)
    postcodes: dict[str, set[int]] = field(default_factory=dict)
    numbers: dict[str, set[int]] = field(default_factory=dict)
    emails: dict[str, set[int]] = field(default_factory=dict)
    passages: list[tuple[str, int]] = field(default_factory=list)
    # Of each way a word that every spelling of it has; '' where it has none.
    marks: set[str] = field(default_factory=set)

    def told_in(self, text: str) -> set[int]:
        """The ids of the protections whose place the text tells."""
        plain = _plain(text)
        words = _words(plain) if self.passages or self._may_tell(plain) else []
        found = {pk for way, pk in self._ways_in(words)}
        digits = DIGIT.search(plain)
        for each in _postcodes(plain) if self.postcodes and digits else ():
            found.update(self.postcodes.get(each, ()))
        for each in emails_in(text) if self.emails else ():
            found.update(self.emails.get(each, ()))
        if self.numbers and digits and (sent := numbers_in(text)):
            found.update(*(pks for number, pks in self.numbers.items() if any(number in each for each in sent)))
        return found | self._passages_with(words) if self.passages else found

    def _may_tell(self, plain: str) -> bool:
        """Whether it is worth looking at word by word: nearly no text has one of the marks of a few places."""
        return len(self.marks) > MOST_MARKS or any(mark in plain for mark in self.marks)

    def _ways_in(self, words: list[str]) -> Iterator[tuple[Words, int]]:
        for place, word in enumerate(words):
            for way, pk in self.by_word.get(word, ()):
                if tuple(words[place : place + len(way)]) == way:
                    yield way, pk

    def _passages_with(self, words: list[str]) -> set[int]:
        """Of a passage that was held back what is cut out of it, as in a list."""
        if len(words) < FEWEST_WORDS:
            return set()
        cut = f" {' '.join(words[:-1] if len(words) > FEWEST_WORDS else words)} "
        return {pk for passage, pk in self.passages if cut in passage}


MOST_MARKS = 200  # beyond these going through the words is faster
SHORTENED = {*SHORT, *SHORT.values()}
FEWEST_WORDS = 5  # of what is cut out of a passage: fewer stand in many texts


def spellings_of(values: Iterable[Value]) -> Spellings:
    made = Spellings()
    for protection, kind, text in values:
        for postcode in postcodes_in(text) if kind is Kind.ADDRESS else ():
            made.postcodes.setdefault(postcode, set()).add(protection)
        for number in _numbers_of(text) if kind is Kind.TELEPHONE else ():
            made.numbers.setdefault(number, set()).add(protection)
        for email in emails_in(text) if kind is Kind.EMAIL else ():
            made.emails.setdefault(email, set()).add(protection)
        if kind is Kind.TEXT:
            made.passages.append((f" {' '.join(words_in(text))} ", protection))
        for way in _ways_of(kind, text):
            ways = made.by_word.setdefault(way[0], [])
            if (way, protection) not in ways:
                ways.append((way, protection))
                made.marks.add(_mark_of(way))
    return made


def _ways_of(kind: Kind, text: str) -> Iterator[Words]:
    if kind in WAYS:
        yield from WAYS[kind](text)
    elif kind is Kind.TEXT and (whole := tuple(words_in(text))):
        yield whole


def _mark_of(way: Words) -> str:
    """The longest word that is not shortened, which every spelling has."""
    return max((word for word in way if word not in SHORTENED), key=len, default="")


def _numbers_of(text: str) -> set[str]:
    """A number of a form may be shorter than what is taken for one in a text; an extension is not part of it."""
    found = numbers_in(text)
    digits = _national("".join(sign for sign in text if sign.isdigit()))
    return found or ({digits} if len(digits) >= FEWEST_DIGITS - 1 else set())
