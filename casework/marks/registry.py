"""What can be answered once it is finished: passages and notes, each with its heading and the page where it is read.

Each app fills it for rows of its own, in its `answerables.py`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.urls import reverse

from casework.subjects import type_of


class Answerable(NamedTuple):
    """`slug` names the kind in addresses; `finished` is asked of a row, `read` of one that may be shown at all.

    `heading` and `words` are made of the row or of one of its history; `page` is an address. `related` is fetched with
    the row.
    """

    slug: str
    model: type[Model]
    finished: Callable[[Any], bool]
    heading: Callable[[Any], str]
    words: Callable[[Any], str]
    page: Callable[[Any], str]
    related: tuple[str, ...] = ()
    read: Callable[[Any], bool] = lambda row: True


_BY_SLUG: dict[str, Answerable] = {}
_BY_TYPE: dict[str, Answerable] = {}
ANSWERABLES: Mapping[str, Answerable] = MappingProxyType(_BY_SLUG)
BY_TYPE: Mapping[str, Answerable] = MappingProxyType(_BY_TYPE)


def register(*entries: Answerable) -> None:
    for entry in entries:
        if entry.slug in _BY_SLUG or type_of(entry.model) in _BY_TYPE:
            raise ImproperlyConfigured(f"{entry.slug} can be answered already.")
        _BY_SLUG[entry.slug] = _BY_TYPE[type_of(entry.model)] = entry


def entry_of(row: Model) -> Answerable | None:
    return _BY_TYPE.get(type_of(type(row)))


def add_url(row: Any) -> str:
    """The page on which one adds to the row, or says that it is disputed; '' while its own text still changes."""
    entry = entry_of(row)
    if entry is None or not entry.finished(row):
        return ""
    return reverse("answer-add", args=[row.family_id, entry.slug, row.pk])
