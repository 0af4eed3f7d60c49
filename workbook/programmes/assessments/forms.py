"""The forms on the way from a Family Programme to a completed assessment."""

from django import forms
from django.utils import timezone

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from workbook.programmes.assessments.models import ProgrammeAssessment


class OneKeyForm(WritingForm):
    """Its key goes to the service: sent twice, it is one."""

    def given(self, at):
        return {**super().given(at), "form_key": self.cleaned_data["form_key"]}


class SubmitForm(OneKeyForm):
    occasion = forms.ChoiceField(label="What is the assessment for?", widget=Radios)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = ProgrammeAssessment.occasion.field.choices_on()


class TakeBackForm(VersionedForm):
    because = NarrativeField(label="Why do you take it back?", widget=Narrative(rows=4))


class ReturnForm(VersionedForm):
    because = NarrativeField(label="What is still to be done?", widget=Narrative(rows=6))


class CompleteForm(VersionedForm):
    """`seen` is the digest of the text that stands on the page; after a stale page it is that of the newer text."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    read_on = DateField(label="When did you read it?")
    outcome = NarrativeField(
        label="What is agreed as its outcome, and why?",
        help_text="It stands in the assessment and as management oversight among the family’s case notes.",
        widget=Narrative(rows=8),
    )

    def look_again(self, seen):
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen


class SignificantChangeForm(OneKeyForm):
    what = NarrativeField(label="What has changed?", widget=Narrative(rows=5))
    happened_on = DateField(label="When did it happen?", initial=timezone.localdate)
