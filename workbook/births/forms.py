"""The forms of a birth, with a row for each child that was born."""

from datetime import datetime
from typing import Any

from casework.acts.forms import WritingForm
from casework.births.forms import BaseChildFormSet, BirthForm, UnexpectedBirthForm


class WithChildren(WritingForm):
    """Valid if its rows of children are."""

    rows: BaseChildFormSet

    def is_valid(self) -> bool:
        # Both are asked, so that each shows its own errors.
        return all([super().is_valid(), self.rows.is_valid()])

    def given(self, at: datetime) -> dict[str, Any]:
        return {**super().given(at), "children": self.rows.children()}


class RecordBirthForm(WithChildren, BirthForm):
    pass


class RecordUnexpectedBirthForm(WithChildren, UnexpectedBirthForm):
    pass
