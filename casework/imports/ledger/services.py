"""Imported rows: each is made once, and a value is changed only where nobody but imports has changed it."""

from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Field, Model
from django.utils import timezone

from casework.allocations.leads.clocks import follow_plans
from casework.allocations.queries import managers_of
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.imports.ledger.models import Imported, ImportedValue, ImportRun
from casework.imports.report import ImportReport, Problem, printable
from casework.notifications.services import notify
from casework.people.asked_items.models import Answer, AskedItem
from casework.people.models import Person
from casework.referrals.models import Involvement
from casework.trail.acting import in_service
from casework.trail.models import Recorded
from casework.trail.rows import change
from casework.trail.several import create_all
from casework.users.models import User
from casework.words import say_date

DECLINED, NOT_YET = "REFU", "NOBT"
EMPTY_VALUES = (None, "", [])
Unit = dict[str, Any]  # values that change together, by the name of the field
Row = TypeVar("Row", bound=Recorded)
Made = TypeVar("Made", bound=Model)


def put_ethnicity(ledger: "Ledger", place: "Place", key: str, person: Person, code: str | None, family: Family) -> None:
    """Refused is 'declined'. 'Not yet obtained' is no answer, and the file names nobody who will ask."""
    if code and code != NOT_YET:
        declined = code == DECLINED
        unit = {"answer": Answer.DECLINED, "values": []} if declined else {"answer": Answer.KNOWN, "values": [code]}
        put_answer(ledger, place, key, person, "ethnicity", unit, family)


def put_answer(
    ledger: "Ledger", place: "Place", key: str, person: Person, item: str, unit: Unit, family: Family
) -> None:
    """Where somebody has asked already, what they wrote stays."""
    existing = AskedItem.objects.filter(person=person, item=item).first() if person.pk else None
    if existing and ledger.find(key, AskedItem) is None:
        ledger.register(key, existing, made=False)
    ledger.put(place, key, AskedItem, {"person": person, "item": item, "family": family}, unit)


@dataclass(frozen=True)
class Place:
    """A place in the source, for the sentence about it."""

    line: int
    child: str
    field: str

    def problem(self, sentence: str, kind: str, *, refused: bool) -> Problem:
        return Problem(
            line=self.line, child=self.child, field=self.field, sentence=sentence, kind=kind, refused=refused
        )


@in_service
def follow_death(person: Person, *, by: User, at: datetime) -> None:
    """The file says first that somebody died: the clocks of all their entries end, and managers are told."""
    same = Person.objects.filter(pk__in=person.all_ids)
    for entry in same:
        duedates.cancel_for_child(entry, at=at)
    open_now = Involvement.objects.filter(child__in=same, closed_on=None).order_by()
    for family in Family.objects.filter(pk__in=open_now.values("family")).order_by("pk"):
        follow_plans(family, at=at)
        notify("death", managers_of(family, timezone.localdate(at)), subject=person, family=family, by=by, at=at)


class Ledger:
    """Which row here came from which key of a source."""

    def __init__(self, *, by: User, at: datetime, report: ImportReport, run: ImportRun | None = None) -> None:
        """`run` is None where nothing is kept."""
        self.by, self.at, self.report, self.run = by, at, report, run
        self._entries: dict[str, Imported] = {}
        self._found: dict[tuple[type[Recorded], int], Any] = {}  # each row is read once, and changed only here

    def load(self, prefix: str) -> None:
        """Read the entries of which the key begins with `prefix`: `find` knows no others, and none that was undone."""
        entries = Imported.objects.filter(key__startswith=prefix, run__undone=None).order_by("pk")
        self._entries, self._found = {entry.key: entry for entry in entries}, {}

    def forget(self) -> None:
        """Read each row anew: what was read before may have been changed elsewhere, or not saved after all."""
        self._found = {}

    @property
    def entries(self) -> dict[str, Imported]:
        return self._entries

    def find(self, key: str, model: type[Row]) -> Row | None:
        """The row of the key; one that was withdrawn since too, which stays as people left it."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if (model, entry.row) not in self._found:
            self._found[model, entry.row] = model._base_manager.get(pk=entry.row)
        return cast("Row", self._found[model, entry.row])

    @in_service
    def register(self, key: str, row: Model, *, made: bool = True) -> None:
        """From now on `key` is `row`; `made` says whether this run made it."""
        table = row._meta.label_lower
        self._entries[key] = Imported.objects.create(
            run=self.run, key=key, table=table, row=row.pk, made=made, by=self.by, at=self.at
        )

    @in_service
    def create(self, model: type[Made], **values: Any) -> Made:
        return model._default_manager.create(**values)

    @in_service
    def put(self, place: Place, key: str, model: type[Row], fixed: dict[str, Any], *units: Unit) -> tuple[Row, bool]:
        """The row of `key`, made from `fixed` and `units` or updated to `units`, and whether it is new."""
        row = self.find(key, model)
        if row is not None:
            self.update(place, row, *units)
            return row, False
        values = {name: value for unit in units for name, value in unit.items()}
        made = self.create(model, **fixed, **values)
        self.register(key, made)
        return made, True

    @in_service
    def update(self, place: Place, row: Recorded, *units: Unit) -> KeysView[str]:
        """Give the row what its source says now; return the names of what changed."""
        taken = {}
        for unit in units:
            if self._values(row, unit) != list(unit.values()) and self._may_take(place, row, unit):
                taken |= unit
                self._note_values(row, unit)
        for name, value in taken.items():
            if (was := getattr(row, name)) != value:
                sentence = _change_in_words(row, name, was, value)
                self.report.add_change(printable(f"line {place.line}, {place.child}: {sentence}"))
        change(row, **taken)
        return taken.keys()

    def _note_values(self, row: Recorded, unit: Unit) -> None:
        """What stood before, for the undoing of the run."""
        if self.run and (self.run.pk, row._meta.label_lower, row.pk) not in self._made():
            ImportedValue.objects.create(
                run=self.run, table=row._meta.label_lower, row=row.pk,
                was={_column(row, name): getattr(row, _column(row, name)) for name in unit},
                now={_column(row, name): getattr(value, "pk", value) for name, value in unit.items()},
            )  # fmt: skip

    def _made(self) -> set[tuple[int | None, str, int]]:
        return {(entry.run_id, entry.table, entry.row) for entry in self._entries.values() if entry.made}

    def _may_take(self, place: Place, row: Recorded, unit: Unit) -> bool:
        existing, imported = self._values(row, unit), self._last_imported(row, unit)
        if existing == imported or (imported is None and all(value in EMPTY_VALUES for value in existing)):
            return True
        if imported != list(unit.values()):
            name, value = next((n, v) for n, v in unit.items() if getattr(row, n) != v)
            sentence = (
                f"{_change_in_words(row, name, getattr(row, name), value)}: it was changed here since, and stays."
            )
            self.report.add_problem(place.problem(sentence, "Changed here since, and left as it is", refused=False))
        return False

    def _last_imported(self, row: Recorded, unit: Unit) -> list[Any] | None:
        """The values that an import last gave to these fields; None where none ever did."""
        imported = before = None
        for state in row.history.order_by("history_date", "history_id"):
            values = self._values(state, unit)
            if state.history_user_id == self.by.pk and values != before:
                imported = values
            before = values
        return imported

    @staticmethod
    def _values(row: Model, unit: Unit) -> list[Any]:
        return [getattr(row, name) for name in unit]


class Gathering(Ledger):
    """For what is not here yet: the rows are made in memory, and saved together by `save`, a statement for a model."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(by=ledger.by, at=ledger.at, report=ledger.report, run=ledger.run)
        self._rows: dict[type[Model], list[Model]] = {}
        self._keys: list[tuple[str, Model]] = []

    def load(self, prefix: str) -> None:
        """Nothing is known of whoever is not here yet."""

    def find(self, key: str, model: type[Row]) -> Row | None:
        return None

    def create(self, model: type[Made], **values: Any) -> Made:
        row = model(**values)
        self._rows.setdefault(model, []).append(row)
        return row

    def register(self, key: str, row: Model, *, made: bool = True) -> None:
        self._keys.append((key, row))

    @in_service
    def save(self) -> None:
        for model in _in_order(self._rows):
            create_all(self._rows[model])
        create_all([
            Imported(run=self.run, key=key, table=row._meta.label_lower, row=row.pk, by=self.by, at=self.at)
            for key, row in self._keys
        ])  # fmt: skip


def _in_order(models: Iterable[type[Model]]) -> Iterator[type[Model]]:
    """Each after those to which it points."""
    left = list(models)
    while left:
        model = next(each for each in left if not (_points_to(each) - {each}) & set(left))
        left.remove(model)
        yield model


def _points_to(model: type[Model]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def _column(row: Recorded, name: str) -> str:
    return cast("Field[Any, Any]", row._meta.get_field(name)).attname


def _change_in_words(row: Recorded, name: str, was: Any, now: Any) -> str:
    field = cast("Field[Any, Any]", row._meta.get_field(name))
    return f"{row._meta.verbose_name}, {field.verbose_name}: {_in_words(was)}, in the file {_in_words(now)}"


def _in_words(value: Any) -> str:
    if value in EMPTY_VALUES:
        return "nothing"
    if hasattr(value, "isoformat"):
        return say_date(value)
    return f"‘{', '.join(value) if isinstance(value, list) else value}’"
