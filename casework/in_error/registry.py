"""Each kind of record that can be recorded in error: what it is called, what it says, and what bears its words.

Each app fills it for its own records, in its `in_error_kinds.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from casework.access.ways import Page
from casework.subjects import type_of

Text = tuple[str, str]  # a heading, and what stands under it


class Kind(NamedTuple):
    """`noun` says of what kind it is, `name` also of when, to everybody who reads the family; never whom it names.

    `texts` is what it says, for those who inspect. `page` is where the others of its kind are read. `act` is the name
    of the page on which it is said to be in error. `bearers` are the models whose rows say its words, each with the
    name of the key to it. `related` is fetched with it.
    """

    model: type[Model]
    noun: str
    name: Callable[[Any], str]
    texts: Callable[[Any], Iterable[Text]]
    page: Page
    act: str
    bearers: tuple[tuple[type[Model], str], ...] = ()
    related: tuple[str, ...] = ()


_BY_TYPE: dict[str, Kind] = {}
KINDS: Mapping[str, Kind] = MappingProxyType(_BY_TYPE)


def register(*kinds: Kind) -> None:
    for kind in kinds:
        if type_of(kind.model) in _BY_TYPE:
            raise ImproperlyConfigured(f"{kind.model.__name__} can be recorded in error already.")
        _BY_TYPE[type_of(kind.model)] = kind
