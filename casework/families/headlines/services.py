"""Writing what headlines repeat: with the rows that say it, and hourly where only the date has changed."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from casework.families.headlines import queries
from casework.families.headlines.queries import Ids, Values
from casework.families.models import Headline
from casework.trail import reading
from casework.trail.acting import acting, in_service
from casework.users.models import User

FEW = 10  # headlines that are written one by one


@in_service
def carry_over(families: Iterable[int], *, at: datetime) -> None:
    """Repeat in the headlines of these families (ids) what the caller has changed in the rows of casework."""
    write_headlines(families, lambda ids: queries.headline_values(ids, timezone.localdate(at)))


@in_service
def carry_over_names(people: Iterable[int]) -> None:
    """Repeat the names and numbers of these persons (ids) in the headlines of all their families.

    Whoever moved them to another family, or added them to one, may have been waited for: then there are more.
    """
    people, written = list(people), set[int]()
    while families := set(queries.families_ever_of(people)) - written:
        write_headlines(families, queries.name_values)
        written |= families


def carry_over_dates(today: date, *, by: User) -> int:
    """Bring up to `today` the headlines of which something ended or began by its date; their number."""
    number = 0
    while ids := list(queries.due_to_change(today).values_list("pk", flat=True)[: queries.SLICE]):
        with acting(by), transaction.atomic():
            number += write_headlines(ids, lambda ids: queries.headline_values(ids, today))
    return number


@in_service
def write_headlines(families: Iterable[int], values_of: Callable[[Ids], dict[int, Values]]) -> int:
    """Write to the headlines of these families (ids) what `values_of` reads of their sources; how many changed.

    They are held first, in the order of their ids: so the second of two who write reads what the first has written.
    """
    reading.forget()
    ids = sorted(set(families))
    list(Headline.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    changed = dict(queries.changes_in(ids, values_of(ids)))
    if len(changed) < FEW:
        for pk, values in changed.items():
            Headline.objects.update_or_create(family_id=pk, defaults=values)
    else:
        _write_many(changed)
    return len(changed)


def _write_many(changed: dict[int, Values]) -> None:
    """In one statement; all of them have a headline."""
    rows = list(Headline.objects.filter(pk__in=changed))
    names = sorted({name for values in changed.values() for name in values})
    for row in rows:
        for name, value in changed[row.pk].items():
            setattr(row, name, value)
    Headline.objects.bulk_update(rows, [name.removesuffix("_id") for name in names], batch_size=100)
