from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import InlineCheckboxes
from casework.naming.forms import PeopleField
from casework.people.forms import text
from casework.people.models import Person
from casework.risk_dates.models import RiskDateKind


class RiskDateForm(WritingForm):
    kind = forms.ChoiceField(
        label="What kind of date?", choices=[("", "Choose"), *RiskDateKind.choices],
        error_messages={"required": "Choose what kind of date it is."},
    )  # fmt: skip
    day = DateField(label="On which day?", error_messages={"required": "Give the day."})
    about = PeopleField(
        None, label="About whom?", help_text="Nobody ticked means the whole family.", required=False,
        widget=InlineCheckboxes,
    )  # fmt: skip
    note = text("What happens on that day, and what must be thought of?", longest=300)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = people


class CorrectRiskDateForm(MergingForm, RiskDateForm, FingerprintForm):
    pass


class CallOffForm(FingerprintForm):
    because = text("Why is it called off?", longest=300, required=True)
