from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.families.forms import FamilyField
from casework.families.models import Family
from casework.forms.fields import DateField, DateTimeField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.in_error.checks import CHOOSE, SAY
from casework.in_error.models import InErrorReason
from casework.users.models import Team


class LeaveNoteForm(WritingForm):
    team = forms.ModelChoiceField(None, label="Your team", empty_label="Choose a team")
    reference = forms.CharField(
        label="The family's reference",
        help_text="If you have it, such as F00012.",
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    name = forms.CharField(
        label="Or the name of the child or adult whom it is about",
        max_length=120,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    born = DateField(label="Their date of birth", required=False, help_text="If you know it.")
    took_place_at = DateTimeField(label="When was it?", error_messages={"required": "Give the day and time."})
    text = NarrativeField(
        label="What happened, and what was said",
        help_text="Who told you, what you did, and what is left to do.",
        error_messages={"required": "Write what you want them to know."},
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]
            self.fields["team"].widget = forms.HiddenInput()


class AddForm(WritingForm):
    text = NarrativeField(
        label="What do you want to add or correct?", error_messages={"required": "Write what you want to add."}
    )


class SettleForm(WritingForm):
    family = FamilyField(label="To which family does it belong?", required=False)
    because = forms.CharField(
        label="If it belongs to none that you find: what did you do instead?",
        help_text="For example: a call was taken about the child, and a referral is recorded.",
        max_length=300,
        required=False,
        widget=Narrative(rows=2),
    )

    def __init__(self, *args: Any, families: QuerySet[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].families = families


class WithdrawForm(WritingForm):
    reason = forms.ChoiceField(
        label="Why was it recorded in error?", choices=InErrorReason, widget=Radios,
        error_messages={"required": CHOOSE},
    )  # fmt: skip
    because = forms.CharField(
        label="What happened?", widget=forms.Textarea({"rows": 2}), max_length=300, error_messages={"required": SAY}
    )
