"""Rows that are typed on a page; their unsaved text is kept with the rest of it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.forms import BaseFormSet, Form, formset_factory
from django.forms.utils import ErrorDict, ErrorList

from casework.forms.base import PageForm
from casework.forms.held_back import held_in, hold
from casework.masks.current import eyes_now
from casework.refusal import Refusal
from casework.sent import as_sent

TOO_MANY = "More rows were sent than the %(num)d that one page takes. Save these, and write the others afterwards."


class RowFormSet(BaseFormSet):
    def refuse(self, refusal: Refusal) -> bool:
        """Show a refusal at the row that it names; return whether it named one."""
        place = row_and_field(self.prefix, refusal.field)
        if not place or place[0] >= len(self.forms):
            return False
        row, field = self.forms[place[0]], place[1]
        row.add_error(field if field in row.fields else None, refusal.sentence)
        return True


def row_factory(row_form: type[Form], formset: type[BaseFormSet], *, blank: int, most: int, least: int = 0) -> Any:
    """The class of rows of which none beyond `most` is made, however many are sent: the page then says so."""
    made = formset_factory(
        row_form, formset=formset, extra=blank, min_num=least, max_num=most, absolute_max=most, validate_max=True
    )
    made.default_error_messages = {"too_many_forms": TOO_MANY}
    return made


def build_rows(
    row_form: type[PageForm],
    formset: type[RowFormSet],
    *,
    prefix: str,
    blank: int,
    most: int,
    data: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
    **form_kwargs: Any,
) -> Any:
    """The rows as submitted (`data`), as in unsaved text (`kept`, fields by name), or `blank` ones."""
    factory = row_factory(row_form, formset, blank=blank, most=most)
    return rows_with(factory, data, kept, prefix=prefix, form_kwargs=form_kwargs)


def rows_with(
    factory: Callable[..., Any], data: Mapping[str, Any] | None, kept: Mapping[str, Any] | None, **details: Any
) -> Any:
    """The rows that `factory` makes of `data`; where there is none of `kept`, without saying yet what is wrong."""
    if data is not None or f"{details['prefix']}-TOTAL_FORMS" not in (kept or {}):
        return _held(factory(data, **details))
    rows = _held(factory(as_sent(kept or {}), **details))
    rows._errors, rows._non_form_errors = [{} for _ in rows.forms], ErrorList()
    for row in rows.forms:
        row._errors, row.cleaned_data = ErrorDict(), {}
    return rows


def _held(rows: Any) -> Any:
    """Where its reader may not read a saved text of a row, it stays as it is saved."""
    for row in rows.forms if eyes_now() else ():
        hold(row, row, held_in(row))
    return rows


def new_rows(
    words: Mapping[str, list[str]], prefix: str, fields: Sequence[str], saved: Collection[tuple[str, ...]]
) -> dict[str, list[str]]:
    """`words` without the rows of `prefix` that are saved already: those with the same values in all of `fields`."""
    named = {name: row_and_field(prefix, name) for name in words}
    rows = {f"{prefix}-{place[0]}" for place in named.values() if place}
    sent = {row: tuple(words.get(f"{row}-{field}", [""])[0].strip() for field in fields) for row in rows}
    return {name: values for name, values in words.items() if sent.get(name.rpartition("-")[0]) not in saved}


def has_rows(words: Mapping[str, list[str]], prefix: str, field: str) -> bool:
    return any(row_and_field(prefix, name) and name.endswith(f"-{field}") for name in words)


def row_and_field(prefix: str | None, name: str | None) -> tuple[int, str] | None:
    """The number of the row and the name of its field, of 'actions-0-what'; None where `name` is of no row."""
    named = re.fullmatch(rf"{prefix}-(\d+)-(\w+)", name or "")
    return (int(named[1]), named[2]) if named else None
