"""The checks made at a referral as rows that one can type down, kept unsaved with the rest of the page."""

from django.forms import BaseFormSet

from casework.forms.rows import rows_of
from casework.intake.forms import CheckRow
from casework.intake.services import Check

PREFIX = "checks"
BLANK_ROWS, MOST_ROWS = 2, 20


class Rows(BaseFormSet):
    def checks(self):
        """What was typed; only of valid rows."""
        return [Check(**form.cleaned_data) for form in self.forms if form.has_changed()]


def check_rows(data=None, kept=None):
    """As they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    return rows_of(CheckRow, Rows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept)
