"""By what of itself a place is told: the house, the postcode, the number; the name of a street alone is no place."""

import re
from functools import lru_cache
from typing import NamedTuple

from casework.masks.spelling import Kind, Spellings, Value, spellings_of

WRITTEN_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
HOUSE, POSTCODE = "house", "postcode"


class _Alone(NamedTuple):
    """One value by itself: what spells this very house without its postcode, and what spells that."""

    house: Spellings
    postcode: Spellings


@lru_cache(maxsize=20_000)
def _alone(value: Value) -> _Alone:
    if value.kind is not Kind.ADDRESS:
        return _Alone(spellings_of([value]), spellings_of([]))
    house = value._replace(text=WRITTEN_POSTCODE.sub(" ", value.text))
    postcodes = [value._replace(text=found) for found in WRITTEN_POSTCODE.findall(value.text)]
    return _Alone(spellings_of([house], exact=True), spellings_of(postcodes))


def told_of(value: Value, text: str) -> frozenset[str]:
    """By what the text tells this very place: HOUSE, POSTCODE or both; empty where no more than its street is told."""
    alone = _alone(value)
    told = ((HOUSE, alone.house), (POSTCODE, alone.postcode))
    return frozenset(name for name, spellings in told if spellings.told_in(text))
