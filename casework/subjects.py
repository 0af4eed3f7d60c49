"""The row that another row is about, named by its type and id: of due dates, notifications, holds and submissions."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db import connection
from django.db.models import Model

EXISTING = 'SELECT %s, id FROM "{}" WHERE id = ANY(%s)'


class SubjectKey(NamedTuple):
    """Unpacked by `_asdict()` into the columns `subject_type` ('casework.CaseNote') and `subject_id`."""

    subject_type: str
    subject_id: int


def key_of(row: Model) -> SubjectKey:
    return SubjectKey(type_of(type(row)), row.pk)


def type_of(model: type[Model]) -> str:
    """What `subject_type` says of rows of the model: 'casework.CaseNote'."""
    return model._meta.label


def columns_of(row: Model) -> dict[str, Any]:
    """The two columns that name `row`, for a filter or a new row."""
    return key_of(row)._asdict()


def find(key: SubjectKey) -> Model | None:
    """The row as it is now; None where it is gone, or no table of that type is there any more."""
    return find_all([key]).get(key)


def find_all(keys: Iterable[SubjectKey], related: Mapping[str, Iterable[str]] | None = None) -> dict[SubjectKey, Model]:
    """The rows that are there, by key, in one query for each type; `related` is what is fetched with a type's rows."""
    ids: dict[str, set[int]] = {}
    for key in keys:
        ids.setdefault(key.subject_type, set()).add(key.subject_id)
    return {
        SubjectKey(subject_type, row.pk): row
        for subject_type, wanted in ids.items()
        for row in _rows(subject_type, wanted, (related or {}).get(subject_type, ()))
    }


def those_there(keys: Iterable[SubjectKey]) -> set[SubjectKey]:
    """Those of `keys` whose rows are there, in one query for all types."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        ids.setdefault(key.subject_type, []).append(key.subject_id)
    tables = {subject_type: _table(subject_type) for subject_type in ids}
    selects = [EXISTING.format(table) for subject_type, table in tables.items() if table]
    if not selects:
        return set()
    values = [value for subject_type, table in tables.items() if table for value in (subject_type, ids[subject_type])]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        return {SubjectKey(*row) for row in cursor.fetchall()}


def _table(subject_type: str) -> str:
    """'' where no table of that type is there any more."""
    try:
        return apps.get_model(subject_type)._meta.db_table
    except (LookupError, ValueError):
        return ""


class AboutRows(Protocol):
    """An entry of a registry: the table of its subjects, and what is fetched with each of them."""

    @property
    def model(self) -> type[Model]: ...
    @property
    def related(self) -> tuple[str, ...]: ...


def related_by_type(entries: Iterable[AboutRows]) -> dict[str, set[str]]:
    """By the type of subject all that the entries of a registry want fetched with it."""
    related: dict[str, set[str]] = {}
    for entry in entries:
        related.setdefault(type_of(entry.model), set()).update(entry.related)
    return related


def _rows(subject_type: str, ids: set[int], related: Iterable[str]) -> Iterable[Model]:
    try:
        model = apps.get_model(subject_type)
    except (LookupError, ValueError):
        return ()
    rows = model._default_manager.filter(pk__in=ids).order_by()
    return rows.select_related(*related) if related else rows
