"""What became of the items of a finished record since: read live, under today's rights, and never printed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.urls import reverse

from casework.actions.models import AgreedAction
from casework.frozen.contents import Item, items_of, origin_of
from casework.frozen.models import Frozen
from casework.frozen.registry import KINDS, SinceLine
from casework.masks.current import is_held_back
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from casework.people.models import Person
from casework.relationships.models import Relationship
from casework.subjects import type_of
from casework.words import london_date, say_date, say_when

# By id of the row the item of the record in which it stands.
Items = Mapping[int, Item]


def since_then(frozen: Frozen, row: Model) -> list[SinceLine]:
    """The latest first; `row` is the record that was finished."""
    found, tables = list(_of_record(frozen, row)), _by_table(frozen)
    for table, of_table in tables.items():
        found += SINCE.get(table, _nothing)(of_table)
    if added := KINDS[frozen.kind].since:
        found += added(row, set(tables.get(type_of(CaseNote), {})))
    return sorted(found, key=lambda each: each.day or date.max, reverse=True)


def _by_table(frozen: Frozen) -> dict[str, dict[int, Item]]:
    tables: dict[str, dict[int, Item]] = {}
    for item in items_of(frozen.contents):
        if found := origin_of(item):
            tables.setdefault(found.table, {}).setdefault(found.id, item)
    return tables


def _nothing(items: Items) -> Iterable[SinceLine]:
    return ()


def _later(model: Any, items: Items, *related: str) -> dict[int, list[Any]]:
    """By row its history from the state that stands in the record on, the earliest first; of those that changed."""
    seen = {pk: item["origin"]["history"] for pk, item in items.items()}
    first = min((each for each in seen.values() if each), default=0)
    rows = model.history.filter(id__in=seen, history_id__gte=first).order_by("history_id").select_related(*related)
    states: dict[int, list[Any]] = {}
    for state in rows:
        if seen[state.id] and state.history_id >= seen[state.id]:
            states.setdefault(state.id, []).append(state)
    return {pk: found for pk, found in states.items() if len(found) > 1}


def _of_record(frozen: Frozen, row: Any) -> Iterator[SinceLine]:
    """That the record itself moved on: taken back, replaced."""
    kind = KINDS[frozen.kind]
    if not kind.states:
        return
    rows = row.history.filter(history_id__gte=frozen.contents["subject"]["history"]).order_by("history_id")
    for before, after in pairwise(rows):
        if before.state != after.state:
            on = london_date(after.history_date)
            yield SinceLine(on, f"It became ‘{after.get_state_display()}’ on {say_date(on)}.")


def _actions(items: Items) -> Iterator[SinceLine]:
    for pk, states in _later(AgreedAction, items, "owner_user", "owner_person").items():
        what, family = items[pk]["what"], states[-1].family_id
        for before, after in pairwise(states):
            for sentence in _of_action(what, before, after):
                yield SinceLine(london_date(after.history_date), sentence, reverse("actions", args=[family]))


def _of_action(what: str, before: Any, after: Any) -> Iterator[str]:
    on = say_date(after.history_date)
    if _owner(before) != _owner(after):
        yield f"{_owner(before)}’s action ‘{what}’ went to {_owner(after)} on {on}."
    if before.due_on != after.due_on:
        yield f"‘{what}’ is to be done by {say_date(after.due_on)}, as was said on {on}."
    if after.done_on and not before.done_on:
        yield f"‘{what}’: {after.get_outcome_display().lower()} on {say_date(after.done_on)}. {after.result}"
    if after.withdrawn_because and not before.withdrawn_because:
        yield f"‘{what}’ was taken back on {on}: {after.withdrawn_because}"


def _owner(state: Any) -> str:
    return str(state.owner_user or state.owner_person or state.owner_agency)


def _notes(items: Items) -> Iterator[SinceLine]:
    """Of one that was recorded in error neither its text nor the reason: its own page says what may be read of it."""
    for states in _later(CaseNote, items).values():
        for before, after in pairwise(states):
            if before.state != after.state:
                yield _of_note(after)


def _of_note(after: Any) -> SinceLine:
    on = london_date(after.history_date)
    if after.state == NoteState.WITHDRAWN:
        sentence = f"The {_name(after)} was recorded in error, as was said on {say_date(on)}."
        return SinceLine(on, sentence, reverse("note", args=[after.family_id, after.id]))
    sentence = f"The {_name(after)} became ‘{after.get_state_display()}’ on {say_date(on)}."
    return SinceLine(on, sentence, reverse("note", args=[after.family_id, after.id]))


def _name(note: Any) -> str:
    """'home visit of Tue 3 Nov 2026, 14:05'."""
    at = note.took_place_at or note.planned_for or note.recorded_at
    return f"{kind_of(note).label.lower()} of {say_when(at)}"


def _people(items: Items) -> Iterator[SinceLine]:
    """Who was born, or has another name, as the family's pages call them now."""
    for person in Person.objects.filter(pk__in=items):
        text = items[person.pk].get("text") or items[person.pk].get("value", "")
        called = text.partition(":")[0].partition(",")[0]
        if is_held_back(text):
            continue
        if "unborn" in text and person.born:
            yield SinceLine(person.born, f"{called} was born on {say_date(person.born)}: {person.full_name}.")
        elif not text.startswith(person.full_name):
            yield SinceLine(None, f"{called} is called {person.full_name} now.")


def _relationships(items: Items) -> Iterator[SinceLine]:
    for pk, states in _later(Relationship, items).items():
        on = london_date(states[-1].history_date)
        sentence = f"‘{items[pk]['text'].rstrip('.')}’ was changed on {say_date(on)}."
        yield SinceLine(on, sentence, f"{reverse('people', args=[states[-1].family_id])}#relationships")


SINCE: dict[str, Callable[[Items], Iterable[SinceLine]]] = {
    type_of(AgreedAction): _actions,
    type_of(CaseNote): _notes,
    type_of(Person): _people,
    type_of(Relationship): _relationships,
}
