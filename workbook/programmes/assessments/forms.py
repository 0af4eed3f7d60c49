"""The forms on the way from a Family Programme to a completed assessment."""

from typing import Any

from django import forms

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from workbook.programmes.assessments.models import ProgrammeAssessment


class SubmitForm(WritingForm):
    occasion = forms.ChoiceField(label="What is the assessment for?", widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = ProgrammeAssessment.occasion.field.choices_on()


class CompleteForm(VersionedForm):
    """`fingerprint` is the digest of the text on the page; after a conflict it is that of the newer text."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    read_on = DateField(label="When did you read it?")
    outcome = NarrativeField(
        label="What is agreed as its outcome, and why?",
        help_text="It stands in the assessment and as management oversight among the family’s case notes.",
        widget=Narrative(rows=8),
    )

    def renew_fingerprint(self, fingerprint: str) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("fingerprint")] = fingerprint
