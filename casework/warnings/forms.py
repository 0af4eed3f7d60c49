from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import MergingForm, VersionedForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.naming.forms import PersonField
from casework.people.models import Person
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


def person_field() -> PersonField:
    return PersonField(
        None,
        label="From whom does the risk come?",
        help_text="It then stands in every family in which this person is or was. Leave it empty for a dog or "
        "the house.",
        required=False,
        empty_label="Nobody of this family",
    )


class NamingPerson(WritingForm):
    """`people` are those who belong or belonged to the family."""

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class WarningForm(NamingPerson):
    kind = forms.ChoiceField(label="What kind of warning?", choices=WarningKind, widget=Radios)
    person = person_field()
    detail = detail_field()
    source = source_field()
    from_date = DateField(
        label="From when?", error_messages={"required": "Give the day from which it is known or holds."}
    )
    review_on = DateField(label=REVIEW, error_messages={"required": "Give the day on which it is looked at again."})


class ReviewWarningForm(NamingPerson, MergingForm, VersionedForm):
    asked_anew = ("review_on",)

    person = person_field()
    detail = detail_field()
    source = source_field()
    review_on = DateField(label=REVIEW, error_messages={"required": "Give the day on which it is looked at again."})


class EndWarningForm(VersionedForm):
    ended_on = DateField(label="When did it end?", error_messages={"required": "Give the day on which it ended."})
    because = forms.CharField(
        label="Why does it end?", max_length=300, error_messages={"required": "Say why the warning ends."}
    )
