"""Rows that one can type down on a page, kept unsaved with the rest of it."""

import re

from django.forms import BaseFormSet, formset_factory


class RowFormSet(BaseFormSet):
    def refuse(self, refusal):
        """Show a refusal at the row that it names; return whether it named one."""
        place = row_and_field(self.prefix, refusal.field)
        if not place or place[0] >= len(self.forms):
            return False
        row, field = self.forms[place[0]], place[1]
        row.add_error(field if field in row.fields else None, refusal.sentence)
        return True


def build_rows(row_form, formset, *, prefix, blank, most, data=None, kept=None, **form_kwargs):
    """The rows as they were sent (`data`), as they were kept unsaved (`kept`, fields by name), or `blank` ones."""
    initial = _unsaved_rows(prefix, kept or {})
    factory = formset_factory(row_form, formset=formset, extra=max(blank, len(initial)), max_num=most)
    rows = factory(data, prefix=prefix, form_kwargs=form_kwargs)
    for row, values in zip(rows.forms, initial, strict=False):
        row.initial = values
    return rows


def row_and_field(prefix, name):
    """The number of the row and the name of the field in it that `name` means; None where it means none."""
    named = re.fullmatch(rf"{prefix}-(\d+)-(\w+)", name or "")
    return (int(named[1]), named[2]) if named else None


def _unsaved_rows(prefix, fields):
    """Initial values of the rows in unsaved text, in their order."""
    rows = {}
    for name, value in fields.items():
        if (place := row_and_field(prefix, name)) and value:
            rows.setdefault(place[0], {})[place[1]] = value
    return [rows[number] for number in sorted(rows)]
