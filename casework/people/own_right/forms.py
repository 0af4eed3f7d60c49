"""The form that asks whether a parent under 18 is a child in need in their own right."""

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.people.own_right.models import OwnRight


class OwnRightForm(WritingForm):
    answer = forms.ChoiceField(
        label="Are they a child in need in their own right?",
        help_text="Being a parent does not decide it, either way.",
        choices=OwnRight,
        widget=Radios,
        error_messages={"required": "Choose one of the answers."},
    )
    because = NarrativeField(
        label="How, or why not?",
        help_text="Where their own case is and who works with them; or why they do not need one.",
        widget=Narrative(rows=4),
        error_messages={"required": "Say how they are helped, or why they are not a child in need."},
    )
