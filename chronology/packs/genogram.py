"""The genogram and its cultural notes, as they stand in a pack."""

from typing import NamedTuple

from casework.genogram.drawing import address_of
from casework.genogram.reading import genogram_of, notes_of
from casework.genogram.telling import in_one_text


class Printed(NamedTuple):
    """`picture` is an address that carries the picture itself; `words` say the same; a wide one stands on its side."""

    picture: str
    words: str
    key: list
    wide: bool
    notes: list


def printed(family, today):
    genogram = genogram_of(family, today=today)
    key = [(address_of(sign.svg), sign.words) for sign in genogram.key]
    picture = address_of(genogram.svg) if genogram.told else ""
    return Printed(picture, in_one_text(genogram.told), key, genogram.wide, notes_of(family))
