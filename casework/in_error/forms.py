"""The form with which a record is said to be in error: a reason that all read, and words for those who inspect."""

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.in_error.checks import CHOOSE, SAY
from casework.in_error.models import InErrorReason


class InErrorFields(forms.Form):
    reason = forms.ChoiceField(
        label="Why was it recorded in error?", choices=InErrorReason, widget=Radios,
        error_messages={"required": CHOOSE}, help_text="Everybody who reads this family’s record reads this.",
    )  # fmt: skip
    because = NarrativeField(
        label="What happened?", widget=Narrative(rows=3), error_messages={"required": SAY}, max_length=2000,
        help_text="Only those who inspect the record read this. Do not name another family.",
    )  # fmt: skip


class InErrorForm(InErrorFields, WritingForm):
    """Nothing else is asked: nothing hangs on it."""
