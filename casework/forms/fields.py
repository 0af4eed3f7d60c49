"""Fields that speak plainly: dates and times as the browser's own controls, narrative as it was typed."""

from django import forms

from casework.forms.widgets import DateInput, MomentInput, Narrative, TimeInput


class DateField(forms.DateField):
    widget = DateInput
    default_error_messages = {"invalid": "Enter a date, such as 3 11 2026."}


class MomentField(forms.DateTimeField):
    """A London day and time. An hour that the clocks skip or repeat is refused with a sentence."""

    widget = MomentInput
    default_error_messages = {"invalid": "Enter a date and a time, such as 3 11 2026 and 14:05."}
    CLOCK_CHANGE = "The clocks changed in that hour. Choose a time before or after it."

    def to_python(self, value):
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
