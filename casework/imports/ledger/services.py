"""The rows that imports have brought in: each once, and a value changed only where it is as an import left it."""

from dataclasses import dataclass

from casework.imports.ledger.models import Imported
from casework.imports.report import Problem, printable
from casework.people.asked_items.models import Answer, AskedItem
from casework.trail.rows import change
from casework.words import say_date

DECLINED, NOT_YET = "REFU", "NOBT"


def put_ethnicity(ledger, place, key, person, code):
    """Refused is 'declined'. 'Not yet obtained' is no answer, and the file names nobody who will ask."""
    if code and code != NOT_YET:
        declined = code == DECLINED
        unit = {"answer": Answer.DECLINED, "values": []} if declined else {"answer": Answer.KNOWN, "values": [code]}
        put_answer(ledger, place, key, person, "ethnicity", unit)


def put_answer(ledger, place, key, person, item, unit):
    """Where somebody has asked already, what they wrote stands."""
    stands = AskedItem.objects.filter(person=person, item=item).first()
    if stands and ledger.find(key, AskedItem) is None:
        ledger.enter(key, stands)
    ledger.put(place, key, AskedItem, {"person": person, "item": item}, unit)


EMPTY_VALUES = (None, "", [])


@dataclass(frozen=True)
class Place:
    """Where in the source something stands, for the sentence about it."""

    line: int
    child: str
    field: str

    def problem(self, sentence, kind, *, refused):
        return Problem(
            line=self.line, child=self.child, field=self.field, sentence=sentence, kind=kind, refused=refused
        )


class Ledger:
    def __init__(self, *, by, at, report):
        self.by, self.at, self.report = by, at, report
        self._entries = {}

    def turn_to(self, prefix):
        """Have at hand what was brought in under keys that begin so."""
        self._entries = {entry.key: entry for entry in Imported.objects.filter(key__startswith=prefix)}

    def find(self, key, model):
        entry = self._entries.get(key)
        return model.objects.get(pk=entry.row) if entry else None

    def enter(self, key, row):
        """From now on `key` is `row`."""
        table = row._meta.label_lower
        self._entries[key] = Imported.objects.create(key=key, table=table, row=row.pk, by=self.by, at=self.at)

    def put(self, place, key, model, fixed, *units):
        """The row of `key`, made or brought up to date; `units` are values that change together. Says if it is new."""
        row = self.find(key, model)
        if row is not None:
            self.bring_up_to_date(place, row, *units)
            return row, False
        row = model.objects.create(**fixed, **{name: value for unit in units for name, value in unit.items()})
        self.enter(key, row)
        return row, True

    def bring_up_to_date(self, place, row, *units):
        """Give the row what its source says now; return the names of what changed."""
        taken = {}
        for unit in units:
            if self._values(row, unit) != list(unit.values()) and self._may_take(place, row, unit):
                taken |= unit
        for name, value in taken.items():
            if (was := getattr(row, name)) != value:
                said = _change_in_words(row, name, was, value)
                self.report.changed(printable(f"line {place.line}, {place.child}: {said}"))
        change(row, **taken)
        return taken.keys()

    def _may_take(self, place, row, unit):
        stands, brought = self._values(row, unit), self._last_brought(row, unit)
        if stands == brought or (brought is None and all(value in EMPTY_VALUES for value in stands)):
            return True
        if brought != list(unit.values()):
            name, value = next((n, v) for n, v in unit.items() if getattr(row, n) != v)
            sentence = (
                f"{_change_in_words(row, name, getattr(row, name), value)}: it was changed here since, and stays."
            )
            self.report.found(place.problem(sentence, "Changed here since, and left as it is", refused=False))
        return False

    def _last_brought(self, row, unit):
        """The values that an import last gave to these fields; None where none ever did."""
        brought = before = None
        for state in row.history.order_by("history_date", "history_id"):
            values = self._values(state, unit)
            if state.history_user_id == self.by.pk and values != before:
                brought = values
            before = values
        return brought

    @staticmethod
    def _values(row, unit):
        return [getattr(row, name) for name in unit]


def _change_in_words(row, name, was, now):
    field = row._meta.get_field(name)
    return f"{row._meta.verbose_name}, {field.verbose_name}: {_in_words(was)}, in the file {_in_words(now)}"


def _in_words(value):
    if value in EMPTY_VALUES:
        return "nothing"
    if hasattr(value, "isoformat"):
        return say_date(value)
    return f"‘{', '.join(value) if isinstance(value, list) else value}’"
