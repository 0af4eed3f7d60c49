"""Rows that are typed on a page; their unsaved text is kept with the rest of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.forms import BaseFormSet, formset_factory

from casework.forms.base import PageForm
from casework.refusal import Refusal


class RowFormSet(BaseFormSet):
    def refuse(self, refusal: Refusal) -> bool:
        """Show a refusal at the row that it names; return whether it named one."""
        place = row_and_field(self.prefix, refusal.field)
        if not place or place[0] >= len(self.forms):
            return False
        row, field = self.forms[place[0]], place[1]
        row.add_error(field if field in row.fields else None, refusal.sentence)
        return True


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
    initial = _unsaved_rows(prefix, kept or {})
    factory = formset_factory(row_form, formset=formset, extra=max(blank, len(initial)), max_num=most)
    rows = factory(data, prefix=prefix, form_kwargs=form_kwargs)
    for row, values in zip(rows.forms, initial, strict=False):
        row.initial = values
    return rows


def row_and_field(prefix: str | None, name: str | None) -> tuple[int, str] | None:
    """The number of the row and the name of its field, of 'actions-0-what'; None where `name` is of no row."""
    named = re.fullmatch(rf"{prefix}-(\d+)-(\w+)", name or "")
    return (int(named[1]), named[2]) if named else None


def _unsaved_rows(prefix: str, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Initial values of the rows in unsaved text, in their order."""
    rows = {}
    for name, value in fields.items():
        if (place := row_and_field(prefix, name)) and value:
            rows.setdefault(place[0], {})[place[1]] = value
    return [rows[number] for number in sorted(rows)]
