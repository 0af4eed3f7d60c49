"""The records of which copies are given once they are finished: their names, and the page where each is read.

Each app fills it for records of its own, in its `answerables.py`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.urls import reverse

from casework.people.models import Person
from casework.subjects import type_of


class Copyable(NamedTuple):
    """`finished_on` is None while it is not finished; `name` says which version; `page` is an address.

    `must_not_have` gives the ids of the people of the family who must not have it.
    """

    slug: str
    model: type[Model]
    finished_on: Callable[[Any], date | None]
    name: Callable[[Any], str]
    page: Callable[[Any], str]
    related: tuple[str, ...] = ()
    must_not_have: Callable[[Any], list[Person]] = lambda row: []


_BY_SLUG: dict[str, Copyable] = {}
_BY_TYPE: dict[str, Copyable] = {}
COPYABLES: Mapping[str, Copyable] = MappingProxyType(_BY_SLUG)
BY_TYPE: Mapping[str, Copyable] = MappingProxyType(_BY_TYPE)


def register(*entries: Copyable) -> None:
    for entry in entries:
        if entry.slug in _BY_SLUG or type_of(entry.model) in _BY_TYPE:
            raise ImproperlyConfigured(f"Copies of {entry.slug} are known already.")
        _BY_SLUG[entry.slug] = _BY_TYPE[type_of(entry.model)] = entry


def give_url(row: Any) -> str:
    """The page on which one records that a copy was given; '' while it is not finished."""
    entry = _BY_TYPE.get(type_of(type(row)))
    if entry is None or entry.finished_on(row) is None:
        return ""
    return reverse("copy-give", args=[row.family_id, entry.slug, row.pk])
