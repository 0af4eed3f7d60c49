"""The copies that were given of a family's records."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from casework.copies.models import CopyGiven
from casework.copies.registry import COPYABLES
from casework.families.models import Family, FamilyRecord
from casework.subjects import SubjectKey
from casework.trail.reading import asked_once


def copies_of(family: Family) -> QuerySet[CopyGiven]:
    return family.copygiven_set.select_related("person__merged_into", "by")


def copies_by_subject(family_id: int) -> Mapping[SubjectKey, list[CopyGiven]]:
    """The earliest first; asked once for a page that is only read."""
    return asked_once(("copies", family_id), lambda: _ask(family_id))


def _ask(family_id: int) -> dict[SubjectKey, list[CopyGiven]]:
    found: dict[SubjectKey, list[CopyGiven]] = {}
    for row in CopyGiven.objects.filter(family=family_id).select_related("person__merged_into", "by"):
        found.setdefault(SubjectKey(row.subject_type, row.subject_id), []).append(row)
    return found


def record_in(family: Family, slug: str, pk: int) -> FamilyRecord | None:
    """The record of that kind in this family; None where it is another family's or is gone."""
    entry = COPYABLES.get(slug)
    if entry is None:
        return None
    rows: QuerySet[Any] = entry.model._default_manager.filter(family=family, pk=pk)
    return rows.select_related(*entry.related, "family").first()
