from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import NarrativeField


class FindForm(PageForm):
    q = forms.CharField(
        label="Name of the other family, of one of its people, or a child's authority number",
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )


class BecauseForm(PageForm):
    because = NarrativeField(
        label="How do you know?",
        help_text="Who said so, or which record shows it. It stays in the history with your name.",
    )
