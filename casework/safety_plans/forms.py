from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.fields import DateField
from casework.passages.forms import PassagesForm


class SafetyPlanForm(VersionedForm, PassagesForm):
    """For the whole family, so nobody is asked about whom."""

    def given(self, at: datetime) -> dict[str, Any]:
        return {"written": self.written(), "version": self.cleaned_data["version"]}


class MakeCurrentForm(VersionedForm):
    agreed_with = forms.CharField(
        label="With whom was it agreed?",
        help_text="Each by name: the parents, the children who are old enough, family and friends who help.",
        max_length=300,
        error_messages={"required": "Name with whom it was agreed."},
    )


class GiveForm(WritingForm):
    name = forms.CharField(
        label="Who was given it?",
        help_text="Their name, and who they are to the family.",
        max_length=120,
        error_messages={"required": "Say who was given it."},
    )
    given_on = DateField(label="When?")
    how = forms.CharField(
        label="How?", help_text="Such as: by hand, by post, read aloud.", required=False, max_length=120
    )


class GotBackForm(WritingForm):
    got_back_on = DateField(label="When did it come back, or was it destroyed?")
