from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Checkboxes, Radios
from casework.households.states import INTO, OUT
from casework.naming.forms import PeopleField
from casework.people.models import Person


def _because(label: str, **values: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea({"rows": 2}), **values)


class MoveForm(WritingForm):
    people = PeopleField(
        None,
        label="Who moved?",
        help_text="Tick all who moved on that day.",
        widget=Checkboxes,
        error_messages={"required": "Tick at least one person who moved."},
    )
    in_household = forms.TypedChoiceField(
        label="Where to?",
        choices=[(OUT, "Out of the family's household"), (INTO, "Into the family's household")],
        coerce=lambda value: value == INTO,
        widget=Radios,
        error_messages={"required": "Choose whether they moved into the household or out of it."},
    )
    moved_on = DateField(label="Since when?", error_messages={"required": "Give the first day on which it was so."})
    because = _because("Why, and where to?", help_text="It stands in the chronology.", required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class LeaveForm(WritingForm):
    left_on = DateField(label="Last day in the family", error_messages={"required": "Give the day."})
    because = _because("Why?", help_text="It stands in the chronology.", error_messages={"required": "Say why."})


class ComeBackForm(WritingForm):
    from_date = DateField(label="Since when?", error_messages={"required": "Give the first day."})
    in_household = forms.BooleanField(label="Lives in the family's household", required=False, initial=True)
    because = _because("Why?", help_text="It stands in the chronology.", required=False)
