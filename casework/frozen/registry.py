"""Each kind of record that is finished: the rows, which of them are, what the act is called, and where one reads them.

Each app fills it for its own records, in its `frozen_kinds.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from casework.access.ways import Page
from casework.states import States


class SinceLine(NamedTuple):
    """What became of an item of a finished record since.

    `day` is None where it holds now and nobody says since when; `url` is where it is read now, '' where nowhere.
    """

    day: date | None
    sentence: str
    url: str = ""


class Kind(NamedTuple):
    """`finished` is the state that finishes, of `states`; of rows without states the field that is filled then.

    `name` is what it is called in a sentence, `act` what was done to it: 'signed off'. `page` is where the row itself
    is read, in the family's `section`. `services` are the functions, by their dotted names, that finish one. `since`
    says of a row, and the ids of the notes that stand in its record, what was added to it since.
    `marked` is what is said of the whole record since, on its page and on paper; '' where nothing is.
    `names_marks` is whether the marks of its passages say by whom: not where parents work in programmes kept apart.
    `asked_first` is the address where something is asked on the day on which one is printed; '' where it was, or need
    not be.
    """

    key: str
    model: type[Model]
    name: str
    act: str
    finished: str
    page: Page
    section: str
    services: tuple[str, ...]
    states: States | None = None
    since: Callable[[Any, set[int]], Iterable[SinceLine]] | None = None
    marked: Callable[[Any], str] = lambda row: ""
    names_marks: Callable[[Any], bool] = lambda row: True
    asked_first: Callable[[Any, date], str] = lambda row, today: ""

    def is_finished(self, row: Any) -> bool:
        return row.state == self.finished if self.states else getattr(row, self.finished) is not None


_KINDS: dict[str, Kind] = {}
KINDS: Mapping[str, Kind] = MappingProxyType(_KINDS)


def register(*kinds: Kind) -> None:
    for kind in kinds:
        if kind.key in _KINDS:
            raise ImproperlyConfigured(f"The kind of finished record {kind.key} is there already.")
        _KINDS[kind.key] = kind
