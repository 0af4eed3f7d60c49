"""Names of schools, nurseries and surgeries, and of who works there."""

import re
from collections.abc import Iterator

from casework.masks.wordings.folding import folded
from casework.masks.wordings.vocabulary import BESIDE, LONG_WORD, OF_EVERY_DAY, OF_ITS_KIND, TITLES, TOWNS
from casework.masks.wordings.words import FILLERS, Words, telling_words

INITIALS_THAT_ARE_WORDS = {"a", "i"}
ANY = "*"  # a first name that begins as the one recorded


def ways_of_organisation(text: str) -> Iterator[Words]:
    """The name in full and without what it is; of what is only called 'The Nursery' nothing."""
    whole = telling_words(folded(text))
    core = _core(whole)
    if not core:
        return
    if len(whole) > 1:
        yield whole
    if len(core) > 1:
        yield core
    if first := next((place for place, word in enumerate(whole) if word in BESIDE and _core(whole[:place])), 0):
        yield whole[: first + 1]


def _core(whole: Words) -> Words:
    core = tuple(word for word in whole if word not in OF_ITS_KIND)
    named = tuple(word for word in core if word not in TOWNS)
    return named if len(named) == 1 else core


def beside_its_kind(text: str) -> str:
    """Of a name of one word that word, which tells it beside what it is: 'Acorn nursery', 'the nursery Acorn'."""
    core = _core(telling_words(folded(text)))
    return core[0] if len(core) == 1 and len(core[0]) >= LONG_WORD else ""


def stands_as_name(word: str, text: str) -> bool:
    """Whether a name of one word stands in the text with a capital letter, and not as somebody's surname.

    Never where it is a word of every day, a first name or a town.
    """
    if word in OF_EVERY_DAY:
        return False
    found = re.finditer(rf"(?:([^\W\d_]+)[\s.]+)?\b(?:{word.capitalize()}|{word.upper()})", text)
    return any(not _is_of_person(each[1]) for each in found)


def stands_with_article(word: str, text: str) -> bool:
    """'The Elms': with its article, and with a capital letter."""
    return bool(re.search(rf"\b(?i:the)\s+(?:{word.capitalize()}s?|{word.upper()}S?)\b", text))


def _is_of_person(before: str | None) -> bool:
    """'Ann' or 'Mrs', before what is then a surname."""
    if not before or before.isupper():
        return False
    return before.casefold() in TITLES or (before[0].isupper() and before.casefold() not in FILLERS)


def ways_of_name(text: str) -> Iterator[Words]:
    """First name and surname, in either order, or title and surname; with a title also only the initial."""
    whole = telling_words(folded(text))
    plain = tuple(word for word in whole if word not in TITLES)
    titles = [word for word in whole if word in TITLES]
    if len(plain) > 1:
        yield from _ways_of_full_name(plain)
    if plain and titles and len(plain[-1]) > 1:
        yield (titles[0], plain[-1])
        if len(plain) > 1:
            yield from ((titles[0], first, plain[-1]) for first in (plain[0][0], plain[0][0] + ANY))


def _ways_of_full_name(plain: Words) -> Iterator[Words]:
    first, last = plain[0], plain[-1]
    if not set(plain[:-1]) <= INITIALS_THAT_ARE_WORDS:
        yield plain
        yield (last, *plain[:-1])
        if len(first) > 1:
            yield (first, last)
    initial = first[0]
    if initial not in INITIALS_THAT_ARE_WORDS and len(last) > 2:
        yield (initial, last)
