"""By what of itself a place is told: the house, the postcode, the number; the name of a street alone is no place."""

import re
from functools import lru_cache
from typing import NamedTuple

from casework.masks.spelling import Kind, Spellings, Value, spellings_of, words_in

WRITTEN_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
HOUSE, POSTCODE = "house", "postcode"


class _Alone(NamedTuple):
    """One value by itself: what spells it without its postcode, what spells that, and the numbers of its house."""

    house: Spellings
    postcode: Spellings
    numbers: frozenset[str]


@lru_cache(maxsize=20_000)
def _alone(value: Value) -> _Alone:
    if value.kind is not Kind.ADDRESS:
        return _Alone(spellings_of([value]), spellings_of([]), frozenset())
    house = WRITTEN_POSTCODE.sub(" ", value.text)
    postcodes = [value._replace(text=found) for found in WRITTEN_POSTCODE.findall(value.text)]
    return _Alone(spellings_of([value._replace(text=house)]), spellings_of(postcodes), _numbers(house))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(word for word in words_in(text) if word.isdigit())


def told_of(value: Value, text: str) -> frozenset[str]:
    """By what the text tells this very place: HOUSE, POSTCODE or both; empty where no more than its street is told."""
    alone = _alone(value)
    found = {POSTCODE} if alone.postcode.told_in(text) else set()
    if alone.house.told_in(text) and (not alone.numbers or alone.numbers & _numbers(text)):
        found.add(HOUSE)
    return frozenset(found)
