"""What a row of the history says: 'Changed the RAG from Amber to Red'."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import BooleanField, Field, TextField

from audit.history.names.presenters import ROW_NAMES
from audit.history.queries import HistoryRow
from audit.history.values.presenters import NamesOfRows, is_withheld, readable_fields, repeats_the_act, value_in_words
from casework.differences import difference
from casework.trail.models import Permanent
from casework.users.models import User
from casework.words import say_covering, say_date

# The name of a new passage has its heading.
FIELDS_IN_THE_NAME = {"section"}
# Fields whose own names are no words of English.
FIELD_LABELS = {
    "about_age": "age about right, in years",
    "about_age_on": "day on which the age was said",
    "birth_to_be_asked_by": "one who will ask for the birth",
    "name_known": "answer to whether the name is known",
    "nhs_number": "NHS number",
    "upn": "unique pupil number",
    "former_upn": "former unique pupil number",
    "upn_unknown": "reason why there is no unique pupil number",
    "la_child_id": "local authority’s number",
    "childs_views": "child’s views",
    "carers_views": "carers’ views",
    "managers_comments": "manager’s comments",
}


class FieldChange(NamedTuple):
    """A sentence about one value, or its label with a text: marked word by word, or whole and unmarked."""

    sentence: str
    difference: str = ""
    text: str = ""


class HistoryLine(NamedTuple):
    day: str
    moment: datetime
    who: str
    page: str
    sentence: str
    changes: list[FieldChange]
    is_new: bool

    @property
    def short(self) -> list[FieldChange]:
        return [change for change in self.changes if not (change.text or change.difference)]

    @property
    def long(self) -> list[FieldChange]:
        return [change for change in self.changes if change.text or change.difference]


class HistoryAct(NamedTuple):
    """What was written at one moment, by one person, from one page."""

    day: str
    moment: datetime
    who: str
    page: str
    lines: list[HistoryLine]


def history_acts(lines: Iterable[HistoryLine]) -> Iterator[HistoryAct]:
    """Lines in their order, with those together that were written together."""
    for (moment, who, page), together in groupby(lines, key=lambda line: (line.moment, line.who, line.page)):
        yield HistoryAct(say_date(moment), moment, who, page, list(together))


def history_lines(rows: list[HistoryRow]) -> list[HistoryLine]:
    """The rows of the history in words, in their order."""
    names = NamesOfRows(rows)
    return [_line(row, names) for row in rows]


def _line(row: HistoryRow, names: NamesOfRows) -> HistoryLine:
    subject = names.of(row.model, row.now.id)
    changes = list(_changes(row, names))
    sentence = _sentence(row, subject, changes)
    is_new, told = row.before is None, [*changes, *_confirmed(row)]
    return HistoryLine(say_date(row.moment), row.moment, _who(row, names), row.page, sentence, told, is_new)


def _who(row: HistoryRow, names: NamesOfRows) -> str:
    """Who did it, and in whose place where they covered for somebody (C31)."""
    return say_covering(names.of(User, row.who), [names.of(User, pk) for pk in row.now.covering_for or ()])


def _confirmed(row: HistoryRow) -> Iterator[FieldChange]:
    """What was odd about it and was said to be so: 'Confirmed: the mother is recorded as male'."""
    if reason := getattr(row.now, "history_change_reason", ""):
        yield FieldChange(reason)


def _sentence(row: HistoryRow, subject: str, changes: list[FieldChange]) -> str:
    if issubclass(row.model, Permanent):
        return f"Recorded {subject}"
    if row.before is None:
        return f"Added {subject}"
    return f"Changed {subject}" if changes else f"Saved {subject} as a new version"


def _changes(row: HistoryRow, names: NamesOfRows) -> Iterator[FieldChange]:
    for field in readable_fields(row.model):
        if field.name in _named(row) or repeats_the_act(field, row) or not _differs(field, row):
            continue
        if is_withheld(row.model, field):
            yield FieldChange(f"{_label(field)}: not told in the history")
            continue
        now = value_in_words(field, row.now, names)
        before = value_in_words(field, row.before, names) if row.before else ""
        if now == before or (row.before is None and now == "no"):
            continue
        yield _long(field, before, now) if isinstance(field, TextField) else _short(field, before, now)


def _named(row: HistoryRow) -> set[str]:
    """The fields that the name of a new row gives already."""
    if row.before is not None:
        return set()
    return FIELDS_IN_THE_NAME | {path.split("__")[0] for path in ROW_NAMES[row.model].related}


def _differs(field: Field, row: HistoryRow) -> bool:
    """Whether the value is new; asked before the words, which may cost a query."""
    before = getattr(row.before, field.attname) if row.before else ""
    return getattr(row.now, field.attname) != before


def _long(field: Field, before: str, now: str) -> FieldChange:
    if not before:
        return FieldChange(f"{_label(field)}:", text=now)
    return FieldChange(f"Changed {_the(field)}:", difference=difference(before, now))


def _short(field: Field, before: str, now: str) -> FieldChange:
    if not before:
        return FieldChange(f"{_label(field)}: {now}")
    if isinstance(field, BooleanField):
        return FieldChange(f"{_label(field)}: {now} (before: {before})")
    if not now:
        return FieldChange(f"Took away {_the(field)}, which was {_set_off(before)}")
    return FieldChange(f"Changed {_the(field)} from {_set_off(before)} to {_set_off(now)}")


def _set_off(value: str) -> str:
    """In quotation marks where the words of the value would run into those of the sentence."""
    return f"‘{value}’" if value[0].islower() else value


def _label(field: Field) -> str:
    words = _words(field)
    return words[0].upper() + words[1:]


def _the(field: Field) -> str:
    return f"the {_words(field)}"


def _words(field: Field) -> str:
    return FIELD_LABELS.get(field.name, str(field.verbose_name))
