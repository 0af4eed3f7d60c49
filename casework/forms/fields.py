"""Fields with plain errors: dates and times as the browser's own controls, narrative as it was typed."""

from datetime import date, datetime
from typing import Any

from django import forms

from casework.forms.widgets import DateInput, DateTimeInput, Narrative, SaidSo, TimeInput

FIRST_YEAR, LAST_YEAR = 1900, 2100  # beyond these a year is a slip of the hand


def check_year(moment: date) -> None:
    """A validator: 'Check the year' for a date or a moment that no record of this product can mean."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise forms.ValidationError(f"Check the year: {moment.year:04} cannot be right.", code="year")


class DateField(forms.DateField):
    widget = DateInput
    default_error_messages = {"invalid": "Enter a date, such as 3 11 2026."}
    default_validators = [check_year]


class DateTimeField(forms.DateTimeField):
    """A London day and time. An hour that the clocks skip or repeat is refused with a sentence."""

    widget = DateTimeInput
    default_validators = [check_year]
    default_error_messages = {"invalid": "Enter a date and a time, such as 3 11 2026 and 14:05."}
    CLOCK_CHANGE = "The clocks changed in that hour. Choose a time before or after it."

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise forms.ValidationError(self.CLOCK_CHANGE, code=error.code) from error
            raise


class TimeField(forms.TimeField):
    widget = TimeInput
    default_error_messages = {"invalid": "Enter a time, such as 14:05."}


class NarrativeField(forms.CharField):
    """Text at length, kept as typed but for blank space around it."""

    widget = Narrative


class SaidSoField(forms.Field):
    """The sentences of odd facts of which somebody ticked that they are so; the page draws its boxes by itself."""

    widget = SaidSo

    def __init__(self) -> None:
        super().__init__(required=False)
