"""The form with which a reader holds back what tells a place in words that nobody could look for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.protections.models import Protection


class ProtectionField(forms.ModelChoiceField):
    widget = Radios

    def label_from_instance(self, protection: Protection) -> str:
        return f"Protected since {protection.at:%-d %b %Y}: {protection.because}"


class HoldBackForm(WritingForm):
    words = NarrativeField(
        label="Which words tell the place?",
        help_text="As they stand in the record, five words or more: such as ‘the white house opposite the bakery’.",
        widget=Narrative(rows=3),
        max_length=2000,
        error_messages={"required": "Copy the words from the record that tell the place."},
    )
    protection = ProtectionField(
        None,
        label="Whose place do they tell?",
        empty_label=None,
        error_messages={"required": "Choose whose place they tell."},
    )
    because = forms.CharField(
        label="Why do they tell it?",
        help_text="Such as ‘everybody in town knows that house’.",
        max_length=300,
        error_messages={"required": "Say why they tell the place."},
    )

    def __init__(self, *args: Any, protections: QuerySet[Protection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protection"].queryset = protections
