"""All protected places of the county, put together once in a process and again when something of them changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

from casework.masks import places
from casework.masks.current import laid_off
from casework.masks.exact import told_of
from casework.masks.spelling import Kind, Spellings, Value, bare_names, spellings_of, words_in

MOST_REMEMBERED, LONGEST_REMEMBERED = 20_000, 400
Key = TypeVar("Key")
By = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Told:
    """What a text tells: the protections (ids) whose place it tells, and those of which it names a key contact."""

    places: frozenset[int] = frozenset()
    key_contacts: frozenset[int] = frozenset()


NOTHING = Told()


@dataclass(frozen=True)
class Places:
    """What tells the places of the protections that last, and which families and persons these are about.

    `words` and `spellings` are of both kinds, a key contact's by the negative id of its protection, so that a text is
    gone through once. `values` are those of places alone.
    """

    words: frozenset[Value]
    spellings: Spellings
    values: Mapping[int, list[Value]]
    ask: Mapping[int, str]
    by_family: By
    by_person: By
    by_name: Mapping[str, frozenset[int]]
    staff: frozenset[str]
    namesakes: frozenset[str]  # of families and people who are called as a key contact is
    remembered: dict[str, Told] = field(default_factory=dict)

    def told_in(self, text: str) -> Told:
        """The names on every page are asked once."""
        if len(text) > LONGEST_REMEMBERED:
            return self._found_in(text)
        found = self.remembered.get(text)
        if found is None:
            if len(self.remembered) >= MOST_REMEMBERED:
                self.remembered.clear()
            found = self.remembered[text] = self._found_in(text)
        return found

    def _found_in(self, text: str) -> Told:
        found = self.spellings.told_in(text)
        if not found:
            return NOTHING
        # A column of staff or of a team says who works here, and nothing of whom they see.
        named = () if text in self.staff else (-each for each in found if each < 0)
        return Told(frozenset(each for each in found if each > 0), frozenset(named))

    def exactly_told(self, protection: int, text: str) -> Iterator[tuple[Value, frozenset[str]]]:
        """By which of its values, and by what of them, the text tells this very place."""
        for value in self.values.get(protection, ()):
            if told := told_of(value, text):
                yield value, told

    def tells_more(self, protection: int, than: Collection[int], text: str) -> bool:
        """Whether the text tells of the place of `protection` anything that it is not also of a place of `than`."""
        known = {(value.kind, *words_in(value.text)) for value in self.words if abs(value.protection) in than}
        return any(
            (value.kind, *words_in(value.text)) not in known and spellings_of([value]).told_in(text)
            for value in self.words
            if abs(value.protection) == protection
        )

    def told_exactly_in(self, texts: Iterable[str]) -> frozenset[int]:
        """The protections whose very place one of the texts tells."""
        return frozenset(
            protection
            for text in texts
            for protection in self.told_in(text).places
            if any(self.exactly_told(protection, text))
        )


@dataclass(frozen=True)
class _Kept:
    """The places as they stood at `stamp`.

    `writers` were writing then: what one of them leaves may have an older number than others had left, and the stamp
    does not tell. `own` is the transaction that may have written itself, and saw what nobody else does.
    """

    stamp: tuple[Any, ...]
    own: str | None
    writers: frozenset[str]
    places: Places

    def holds(self, stamp: tuple[Any, ...], own: str | None) -> bool:
        if self.stamp != stamp or self.own not in (None, own):
            return False
        return not self.writers or self.writers <= _writers()


_kept: list[_Kept] = []


def places_at(stamp: tuple[Any, ...], own: str | None) -> Places | None:
    """The places as they stand at this stamp, of which `own` is the transaction that asks; None where none ever was."""
    if stamp[-1] is None:
        return None
    found = next((each for each in _kept if each.holds(stamp, own)), None)
    if found is None:
        # After the stamp and before what it stands for: whoever has done by then is read, whoever has not is noted.
        writers = _writers()
        found = _Kept(stamp, own, writers, _put_together(_kept[0].places if _kept else None))
        _kept[:] = [found]
    return found.places if found.places.ask else None


def _writers() -> frozenset[str]:
    return frozenset(transaction for (transaction,) in asked(places.WRITERS))


def _put_together(before: Places | None) -> Places:
    """The words are spelled anew only where they are others than `before`: most rows of the stamp change nothing."""
    lasting = asked(places.LASTING)
    ids = [pk for pk, _, _ in lasting]
    values = {*_values(places.PLACES, ids), *(Value(pk, Kind.TEXT, text) for pk, text in _held_by_hand(ids))}
    key_contacts = {value._replace(protection=-value.protection) for value in _values(places.KEY_CONTACTS, ids)}
    words = frozenset(values | key_contacts)
    staff = frozenset(text for (text,) in asked(places.STAFF) if text)
    bare = sorted({name for value in key_contacts for name in bare_names(value)})
    same = before is not None and before.words == words
    concerning = [*lasting, *asked(places.KEPT, places=ids)]
    by_person = _by((person, pk) for pk, _, people in concerning for person in people)
    named = asked(places.NAMES, people=list(by_person))
    return Places(
        words,
        before.spellings if before and same else spellings_of(sorted(words, key=lambda each: each.protection)),
        before.values if before and same else _by_protection(values, ids),
        {pk: " or ".join(names) for pk, names in _readers(ids).items()},
        _by((family, pk) for pk, family, _ in concerning),
        by_person,
        _by((name, pk) for person, name in named for pk in by_person[person]),
        staff,
        frozenset(name for (name,) in asked(places.NAMESAKES, names=bare)) if bare else frozenset(),
        before.remembered if before and same and before.staff == staff else {},
    )


def _values(question: str, ids: list[int]) -> Iterator[Value]:
    return (Value(pk, Kind(kind), text) for pk, kind, text in asked(question, places=ids) if text)


def _by_protection(values: Iterable[Value], ids: Collection[int]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = {pk: [] for pk in ids}
    for value in values:
        found[value.protection].append(value)
    return found


def _readers(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in asked(places.READERS, places=list(ids)):
        found[pk].append(name)
    return found


def _by(pairs: Iterable[tuple[Key, int]]) -> dict[Key, frozenset[int]]:
    found: dict[Key, set[int]] = {}
    for key, protection in pairs:
        found.setdefault(key, set()).add(protection)
    return {key: frozenset(each) for key, each in found.items()}


def _held_by_hand(ids: list[int]) -> Iterator[tuple[int, str]]:
    """Every wording that a passage had which somebody held back, with its protection."""
    for protection, subject_type, row, name in asked(places.BY_HAND, places=ids):
        model = apps.get_model(subject_type)
        column = model._meta.get_field(name).column
        history = [model.history.model] if hasattr(model, "history") else []
        for table in (each._meta.db_table for each in [model, *history]):
            for (text,) in asked(places.WORDINGS.format(column=column, table=table), row=row):
                if text:
                    yield protection, str(text)


def asked(question: str, **values: Any) -> list[tuple[Any, ...]]:
    """The answer as it stands, whatever mask is on."""
    with laid_off(), connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
