"""The ecomap, as it stands in a pack."""

from typing import NamedTuple

from casework.ecomap.reading import ecomap_of, in_one_text
from casework.genogram.drawing import address_of


class Printed(NamedTuple):
    """`picture` is an address that carries the picture itself, '' without ties; `words` say the same."""

    picture: str
    words: str
    ties: list
    key: list


def printed_ecomap(family):
    ecomap = ecomap_of(family)
    key = [(address_of(sign.svg), sign.words) for sign in ecomap.key]
    picture = address_of(ecomap.svg) if ecomap.svg else ""
    return Printed(picture, in_one_text(ecomap.ties), ecomap.ties, key)
