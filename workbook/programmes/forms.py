"""The forms of opening and ending a Family Programme, and of with whom it is shared."""

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Checkboxes, Narrative


class ParentsChoiceForm(WritingForm):
    parents = forms.ModelMultipleChoiceField(
        None,
        label="Who works through the programme?",
        help_text="Parents and carers. What is written in it is shared with them.",
        widget=Checkboxes,
        error_messages={"required": "Choose who works through the programme: at least one parent or carer."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parents"].queryset = people


class ParentsForm(ParentsChoiceForm):
    """Of a programme that is open: it knows with whom it was shared when its writer opened the page."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def renew(self, seen):
        """Carry who it is now, so that saving once more is possible, and deliberate."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen


class OpenForm(ParentsChoiceForm):
    """Of the first, or of the only one."""

    def given(self, at):
        return self.cleaned_data


class OpenApartForm(OpenForm):
    """Of a second programme, beside one that is open (A5.6)."""

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

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept_apart"].queryset = children


class EndForm(WritingForm):
    because = NarrativeField(label="Why does it end?", widget=Narrative(rows=4))
