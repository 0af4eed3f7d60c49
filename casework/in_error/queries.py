"""What of a family was recorded in error, and which words in its finished records are of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from casework.families.models import Family
from casework.in_error.models import InError
from casework.in_error.registry import KINDS
from casework.subjects import SubjectKey, columns_of, type_of
from casework.trail.reading import asked_once


def in_error_of(family: Family) -> QuerySet[InError]:
    """The latest first."""
    return family.inerror_set.select_related("by", "went_with").order_by("-at", "-pk")


def in_error(row: Model) -> InError | None:
    """What was said of the row, or None where it stands."""
    return InError.objects.filter(**columns_of(row)).select_related("by").first()


def in_error_since(family: Family, at: datetime) -> bool:
    """Whether something that the record held at that moment was said to be in error later, and hides its words."""
    found = list(family.inerror_set.filter(at__gt=at, words_stay=False))
    histories = (row.history.filter(history_date__lte=at) for row in rows_of(found).values())
    return any(history.exists() for history in histories)


def rows_of(found: Iterable[InError]) -> dict[SubjectKey, Any]:
    """The rows themselves, by key: through the base manager, since what is in error is in no list."""
    ids: dict[str, set[int]] = {}
    for each in found:
        ids.setdefault(each.subject_type, set()).add(each.subject_id)
    return {
        SubjectKey(subject_type, row.pk): row
        for subject_type, wanted in ids.items()
        for row in _rows(subject_type).filter(pk__in=wanted)
    }


def _rows(subject_type: str) -> QuerySet[Any]:
    kind = KINDS[subject_type]
    return kind.model._base_manager.select_related("family", *kind.related)


def words_in_error(family_id: int) -> dict[SubjectKey, InError]:
    """By key of each row whose words are of a record in error, what was said of that; asked once for a page."""
    return asked_once(("words in error", family_id), lambda: _ask(family_id))


def _ask(family_id: int) -> dict[SubjectKey, InError]:
    said = {
        SubjectKey(each.subject_type, each.subject_id): each
        for each in InError.objects.filter(family=family_id).select_related("by")
    }
    return said | dict(_bearers(said))


def _bearers(said: dict[SubjectKey, InError]) -> Iterator[tuple[SubjectKey, InError]]:
    for subject_type in {key.subject_type for key in said}:
        ids = [key.subject_id for key in said if key.subject_type == subject_type]
        for model, name in KINDS[subject_type].bearers:
            rows = model._base_manager.filter(**{f"{name}__in": ids}).values_list("pk", name)
            yield from ((SubjectKey(type_of(model), pk), said[SubjectKey(subject_type, of)]) for pk, of in rows)
