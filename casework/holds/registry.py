"""Why something is held: for each hold and type of subject the sentence, and the page where it can be put right.

Each app fills it for the rows by which it holds a family, in its `hold_reasons.py`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from casework.access.ways import Page
from casework.holds.models import Held
from casework.subjects import type_of


class Reason(NamedTuple):
    """`because` makes of the row a sentence fit to show."""

    what: Held
    model: type[Model]
    because: Callable[[Any], str]
    page: Page


_REASONS: dict[tuple[str, str], Reason] = {}
REASONS: Mapping[tuple[str, str], Reason] = MappingProxyType(_REASONS)


def register(*reasons: Reason) -> None:
    for reason in reasons:
        key = (reason.what.value, type_of(reason.model))
        if key in _REASONS:
            raise ImproperlyConfigured(f"There is a reason for {key} already.")
        _REASONS[key] = reason


def reason_for(what: str, subject_type: str) -> Reason:
    """Raises KeyError where there is none."""
    return REASONS[(str(what), subject_type)]
