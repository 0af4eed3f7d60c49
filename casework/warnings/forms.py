from django import forms

from casework.acts.forms import MergingForm, VersionedForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.warnings.models import WarningKind

NO_ADDRESS = (
    "One or two sentences that everybody who opens the family's record will read, also on paper. "
    "Never a protected address or telephone number."
)
REVIEW = "When is it looked at again?"


def detail_field() -> forms.CharField:
    return forms.CharField(
        label="What must whoever visits know?",
        help_text=NO_ADDRESS,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what whoever visits must know."},
    )


def source_field() -> forms.CharField:
    return forms.CharField(
        label="Where is it known from?",
        help_text="Such as the police, a court, a colleague, or what you saw yourself.",
        max_length=200,
        error_messages={"required": "Say where it is known from."},
    )


class WarningForm(WritingForm):
    kind = forms.ChoiceField(label="What kind of warning?", choices=WarningKind, widget=Radios)
    detail = detail_field()
    source = source_field()
    from_date = DateField(
        label="From when?", error_messages={"required": "Give the day from which it is known or holds."}
    )
    review_on = DateField(label=REVIEW, error_messages={"required": "Give the day on which it is looked at again."})


class ReviewWarningForm(MergingForm, VersionedForm):
    asked_anew = ("review_on",)

    detail = detail_field()
    source = source_field()
    review_on = DateField(label=REVIEW, error_messages={"required": "Give the day on which it is looked at again."})


class EndWarningForm(VersionedForm):
    ended_on = DateField(label="When did it end?", error_messages={"required": "Give the day on which it ended."})
    because = forms.CharField(
        label="Why does it end?", max_length=300, error_messages={"required": "Say why the warning ends."}
    )
