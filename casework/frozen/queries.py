"""What was frozen of a row, what is held back of it since, and what its items are now."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Max, Min, Model, Q, QuerySet

from casework.answers.models import Answer
from casework.families.models import Family
from casework.frozen.contents import Contents, Origin, items_of, origins_of
from casework.frozen.models import Frozen
from casework.held_back.models import HeldBack
from casework.in_error.queries import words_in_error
from casework.protections.queries import is_reader
from casework.subjects import SubjectKey, columns_of, find, type_of
from casework.users.models import User
from casework.words import london_date


def versions_of(row: Model, kind: str) -> QuerySet[Frozen]:
    """What was frozen of the row, the latest first."""
    rows = Frozen.objects.filter(**columns_of(row), kind=kind)
    return rows.select_related("by", "print").order_by("-number")


def last_of(row: Model, kind: str) -> Frozen | None:
    return versions_of(row, kind).first()


def frozen_of(family: Family, pk: int) -> tuple[Frozen, Any] | None:
    """The finished record `pk` and its row, where that is of this family now; None otherwise.

    What was written once stays where it was when two families are joined; its row says where it is read.
    """
    found = Frozen.objects.filter(pk=pk).select_related("by", "print").first()
    row: Any = found and find(SubjectKey(found.subject_type, found.subject_id))
    return (found, row) if found and row and row.family_id == family.pk else None


def held_since(frozen: Frozen, user: User | None) -> dict[Origin | None, date]:
    """Since when the texts of the record are held back from `user` (None: from everybody), by their origin.

    By None since when the record as a whole tells a place that is kept from them.
    """
    rows = HeldBack.objects.filter(protection__ended_at=None)
    rows = rows.exclude(is_reader(user, "protection")) if user else rows
    of_record = Q(**columns_of(frozen))
    keys = origins_of(frozen.contents)
    ids = {each.id for each in keys}
    found = rows.filter(of_record | Q(subject_type__in={each.table for each in keys}, subject_id__in=ids))
    dated = found.order_by().values_list("subject_type", "subject_id", "field").annotate(since=Min("at"))
    since: dict[Origin | None, date] = {Origin(*named): london_date(at) for *named, at in dated}
    if (whole := since.get(Origin(type_of(Frozen), frozen.pk, "contents"))) is not None:
        since[None] = whole
    return since


def with_history(contents: Contents) -> Contents:
    """`contents`, each origin with the last history row of its row."""
    origins = [contents["subject"], *(item["origin"] for item in items_of(contents) if item["origin"])]
    ids: dict[str, set[int]] = defaultdict(set)
    for each in origins:
        ids[each["table"]].add(each["id"])
    last = {table: _last_history(apps.get_model(table), wanted) for table, wanted in ids.items()}
    for each in origins:
        each["history"] = last[each["table"]].get(each["id"])
    return contents


def _last_history(model: Any, ids: set[int]) -> dict[int, int]:
    if not hasattr(model, "history"):
        return {}
    rows = model.history.filter(id__in=ids).order_by().values_list("id")
    return dict(rows.annotate(last=Max("history_id")))


def said_since(frozen: Frozen, at: datetime) -> bool:
    """Whether something was said of its words, or became of what was said, since then: a mark of it is another now."""
    keys: dict[str, set[int]] = defaultdict(set)
    for name in frozen.origins:
        table, _, pk = name.partition(":")
        keys[table].add(int(pk))
    about = Q()
    for table, ids in keys.items():
        about |= Q(subject_type=table, subject_id__in=ids)
    later = Q(at__gt=at) | Q(settled_at__gt=at) | Q(on_copies_at__gt=at) | Q(held_from__at__gt=at)
    return bool(keys) and Answer.objects.filter(about, later).exists()


def in_error_since(frozen: Frozen, family: int, at: datetime) -> bool:
    """Whether words of it were recorded in error since then, as the family `family` has it now."""
    return any(
        said.at > at and f"{key.subject_type}:{key.subject_id}" in frozen.origins
        for key, said in words_in_error(family).items()
    )


def stands_in_frozen(row: Model) -> bool:
    """Whether what the row said stands in a finished record."""
    return Frozen.objects.filter(origins__contains=[f"{type_of(type(row))}:{row.pk}"]).exists()
