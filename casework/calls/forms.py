"""The forms of a call, in the order in which they are asked (A7.20); the first three answers are saved at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.calls.models import SafetyCall
from casework.families.forms import FamilyField
from casework.families.models import Family
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.users.models import Team

WIDE = {"class": "govuk-input--width-20"}


class SaidForm(WritingForm):
    """What was said of the child."""

    child_name = forms.CharField(
        label="Child's name",
        max_length=120,
        help_text="If it is not known, say what is: ‘a boy of about six’.",
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Give the child's name. If it is not known, say what is."},
    )
    child_address = forms.CharField(
        label="Child's address",
        max_length=300,
        help_text="Or where the child is now.",
        error_messages={"required": "Give the child's address, or where the child is. If it is not known, say so."},
    )
    concern = NarrativeField(label="Nature of the concern", error_messages={"required": "Say what the concern is."})


class PutRightForm(MergingForm, FingerprintForm, SaidForm):
    pass


class TakeForm(SaidForm):
    team = forms.ModelChoiceField(None, label="Team that takes the call", empty_label="Choose a team")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]
            self.fields["team"].widget = forms.HiddenInput()


class PutThroughForm(WritingForm):
    to = forms.CharField(
        label="Put through to",
        help_text="The name of whoever took over the call.",
        max_length=120,
        required=False,
        widget=forms.TextInput(WIDE),
    )
    because = forms.CharField(
        label="If it could not be put through: why?", max_length=300, required=False, widget=Narrative(rows=2)
    )


class CallerForm(MergingForm, FingerprintForm):
    name = forms.CharField(
        label="Caller's name",
        help_text="Leave empty what the caller does not want to say.",
        max_length=120,
        required=False,
        widget=forms.TextInput(WIDE),
    )
    address = forms.CharField(label="Caller's address", max_length=300, required=False)
    number = forms.CharField(
        label="Number on which the caller can be reached",
        max_length=30,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10", "type": "tel"}),
    )


class PassOnForm(WritingForm):
    told_to = forms.CharField(
        label="Passed on verbally to",
        max_length=120,
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Say to whom you passed it on verbally."},
    )
    told_at = DateTimeField(label="When", error_messages={"required": "Give the time at which you passed it on."})
    written_at = DateTimeField(
        label="If you have passed it on in writing yourself: when",
        help_text="Left empty, the product writes to the team's managers when you save.",
        required=False,
    )


class OutcomeForm(WritingForm):
    outcome = forms.ChoiceField(
        label="What becomes of it?", widget=Radios, error_messages={"required": "Choose what becomes of the call."}
    )
    because = NarrativeField(
        label="Why", widget=Narrative(rows=4), error_messages={"required": "Give the reason for your decision."}
    )
    family = FamilyField(
        label="Whose child is it about?",
        help_text="If the family is known: its reference, such as F00012, or its name. Else name a new one below.",
        required=False,
    )
    new_family = forms.CharField(
        label="Name of the new family",
        help_text="Only where it becomes a referral of a family that is not known yet. If no name is known, say what "
        "is: ‘Not known, Elm Road’.",
        max_length=80,
        required=False,
        widget=forms.TextInput(WIDE),
    )

    def __init__(self, *args: Any, families: QuerySet[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = SafetyCall.outcome.field.choices_on(timezone.localdate())
        self.fields["family"].families = families
