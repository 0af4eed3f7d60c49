"""The mask of a reader in one family, or in lists of many; None where nothing is kept from them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from casework.masks.current import Mask, put_on
from casework.masks.places import BY_HAND, IN_FAMILY, LASTING, READABLE_AND_STAMP, READERS, VALUES, WORDINGS, WRITERS
from casework.masks.spelling import Kind, Spellings, Value, spellings_of

# Of a paper that several read, and of whoever is named nowhere.
NOBODY_NAMED = 0


def mask_in_family(family: int, user: int) -> Mask | None:
    """What of the family's places (of the persons who are or were in it) the user, by id, is not named to read."""
    return _mask_of([pk for (pk,) in _asked(IN_FAMILY, family=family, user=user)])


def _mask_of(unreadable: Collection[int]) -> Mask | None:
    return Mask(*_spelled(unreadable)) if unreadable else None


def unreadable_in_family(family: int, user: int) -> RawSQL:
    """For the query that opens a family: the ids of the protections whose places the user may not read."""
    question = IN_FAMILY.replace("%(family)s", "%s").replace("%(user)s", "%s")
    return RawSQL(f"ARRAY({question})", [family, family, user], ArrayField(BigIntegerField()))


def wear_in_family(family: int, unreadable: Collection[int]) -> None:
    """From now on in this request the family is read by whoever may not read the places of these protections."""
    put_on(_mask_of(unreadable), family)


def tellers_in_family(family: int) -> Spellings | None:
    """All places that are protected in the family, whoever may read them; None where none is."""
    mask = mask_in_family(family, NOBODY_NAMED)
    return mask.spellings if mask else None


class _All(NamedTuple):
    """Of the whole county: what tells protected places, as it stood at `stamp`.

    `writers` were writing then: what one of them leaves may have an older number than others had left, and the stamp
    does not tell. `own` is the transaction that may have written itself, and saw what nobody else does.
    """

    stamp: tuple[Any, ...]
    own: str | None
    writers: frozenset[str]
    spellings: Spellings
    ask: Mapping[int, str]

    def holds(self, stamp: tuple[Any, ...], own: str | None) -> bool:
        if self.stamp != stamp or self.own not in (None, own):
            return False
        return not self.writers or self.writers <= _writers()


_kept: list[_All] = []


def mask_in_lists(user: int) -> Mask | None:
    """For pages of many families: all protected places but those that the user may read.

    What tells them is put together once and kept in this process until something of it changes.
    """
    [(*stamp, own, readable)] = _asked(READABLE_AND_STAMP, user=user)
    if stamp[-1] is None:
        return None
    found = next((each for each in _kept if each.holds(tuple(stamp), own)), None)
    if found is None:
        found = _put_together(tuple(stamp), own)
        _kept[:] = [found]
    return Mask(found.spellings, found.ask, frozenset(readable)) if found.ask else None


def _put_together(stamp: tuple[Any, ...], own: str | None) -> _All:
    # After the stamp and before what it stands for: whoever has done by then is read, whoever has not is noted.
    writers = _writers()
    return _All(stamp, own, writers, *_spelled([pk for (pk,) in _asked(LASTING)]))


def _writers() -> frozenset[str]:
    return frozenset(transaction for (transaction,) in _asked(WRITERS))


def _spelled(places: Collection[int]) -> tuple[Spellings, dict[int, str]]:
    ids = list(places)
    values = [Value(pk, Kind(kind), text) for pk, kind, text in _asked(VALUES, places=ids) if text]
    values += [Value(pk, Kind.TEXT, str(text)) for pk, text in _held_by_hand(ids)]
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in _asked(READERS, places=ids):
        names[pk].append(name)
    return spellings_of(values), {pk: " or ".join(names[pk]) for pk in ids}


def _held_by_hand(places: Collection[int]) -> Iterator[tuple[int, str]]:
    """Every wording that a passage had which somebody held back, with its protection."""
    for protection, subject_type, row, field in _asked(BY_HAND, places=places):
        model = apps.get_model(subject_type)
        column = model._meta.get_field(field).column
        history = [model.history.model] if hasattr(model, "history") else []
        for table in (each._meta.db_table for each in [model, *history]):
            for (text,) in _asked(WORDINGS.format(column=column, table=table), row=row):
                if text:
                    yield protection, text


def _asked(question: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
