"""Writing what headlines repeat: with the rows that say it, and daily where only the date has changed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.families.headlines import queries
from casework.families.models import Headline
from casework.trail import reading
from casework.trail.acting import in_service


@in_service
def carry_over(families: Iterable[int], *, at: datetime) -> None:
    """Repeat in the headlines of these families (ids) what the caller has changed in the rows of casework."""
    ids = _hold(families)
    _write(ids, queries.headline_values(ids, timezone.localdate(at)))


@in_service
def carry_over_names(people: Iterable[int]) -> None:
    """Repeat the names and numbers of these persons (ids) in the headlines of all their families."""
    ids = _hold(queries.families_of(people))
    _write(ids, queries.name_values(ids))


def _hold(families: Iterable[int]) -> list[int]:
    """In the order of their ids, so that what two people write about one family is read by the second of them."""
    ids = sorted(set(families))
    list(Headline.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    return ids


def _write(families: list[int], values: dict[int, dict[str, Any]]) -> int:
    reading.forget()
    changed = list(queries.changes_in(families, values))
    for pk, each in changed:
        Headline.objects.update_or_create(family_id=pk, defaults=each)
    return len(changed)


def carry_over_dates(today: date) -> int:
    """Bring up to `today` the headlines of which something ended or began by its date; their number."""
    number = 0
    while ids := list(queries.due_to_change(today).values_list("pk", flat=True)[: queries.SLICE]):
        number += _again(ids, today)
    return number


def _again(families: list[int], today: date) -> int:
    with transaction.atomic():
        ids = _hold(families)
        return _write(ids, queries.headline_values(ids, today))


def repair(today: date) -> int:
    """Write the headlines that differ from their sources anew; their number."""
    return sum(_again([pk], today) for pk, _ in queries.differences(today))
