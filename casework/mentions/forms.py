from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.widgets import Narrative, Radios
from casework.mentions.models import MentionOutcome
from casework.naming.forms import PersonField
from casework.people.models import Person


class SettleForm(WritingForm):
    outcome = forms.ChoiceField(
        label="Is it about this family?",
        choices=MentionOutcome,
        widget=Radios,
        error_messages={"required": "Say whether it is about somebody of this family."},
    )
    person = PersonField(
        None,
        label="Who of this family is it?",
        empty_label="Nobody in particular",
        required=False,
    )
    because = forms.CharField(
        label="How do you know?",
        max_length=300,
        widget=Narrative(rows=2),
        error_messages={"required": "Say how you know."},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
