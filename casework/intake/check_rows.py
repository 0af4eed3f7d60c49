"""The checks made at a referral as rows that one can type down, kept unsaved with the rest of the page."""

import re

from django.forms import BaseFormSet, formset_factory

from casework.intake.forms import CheckRow
from casework.intake.services import Check

PREFIX = "checks"
FIELD = re.compile(rf"{PREFIX}-(\d+)-(\w+)")
BLANK_ROWS, MOST_ROWS = 2, 20


class Rows(BaseFormSet):
    def checks(self):
        """What was typed; only of valid rows."""
        return [Check(**form.cleaned_data) for form in self.forms if form.has_changed()]


def check_rows(data=None, kept=None):
    """As they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    initial = _kept_rows(kept or {})
    factory = formset_factory(CheckRow, formset=Rows, extra=max(BLANK_ROWS, len(initial)), max_num=MOST_ROWS)
    rows = factory(data, prefix=PREFIX)
    for row, values in zip(rows.forms, initial, strict=False):
        row.initial = values
    return rows


def _kept_rows(fields):
    rows = {}
    for name, value in fields.items():
        if (named := FIELD.fullmatch(name)) and value:
            rows.setdefault(int(named[1]), {})[named[2]] = value
    return [rows[number] for number in sorted(rows)]
