"""The forms of opening a Family Programme, and of with whom it is shared."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Checkboxes, Narrative
from casework.people.models import Person


class ParentsChoiceForm(WritingForm):
    parents = forms.ModelMultipleChoiceField(
        None,
        label="Who works through the programme?",
        help_text="Parents and carers. What is written in it is shared with them.",
        widget=Checkboxes,
        error_messages={"required": "Choose who works through the programme: at least one parent or carer."},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parents"].queryset = people


class ParentsForm(MergingForm, FingerprintForm, ParentsChoiceForm):
    """Of a programme that is open: it carries with whom it was shared when its writer opened the page."""


class OpenForm(ParentsChoiceForm):
    """Of the first, or of the only one."""


class OpenApartForm(OpenForm):
    """Of a second programme, while one is open (A5.6)."""

    apart_because = NarrativeField(
        label="Why is it kept apart from the programme that is open?",
        help_text="Such as: the parents are separated and do not consent to share what they say with each other.",
        widget=Narrative(rows=4),
    )
    kept_apart = forms.ModelMultipleChoiceField(
        None,
        label="Whose direct work stays with the first programme alone?",
        help_text="The direct work with every other child is read and written in both.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, children: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_apart"].queryset = children
