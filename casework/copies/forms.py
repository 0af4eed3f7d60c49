from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.copies.models import Recipient
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.naming.forms import PersonField
from casework.people.forms import text
from casework.people.models import Person


class GiveForm(WritingForm):
    recipient = forms.ChoiceField(
        label="To whom was it given?", choices=Recipient, widget=Radios,
        error_messages={"required": "Choose to whom it was given."},
    )  # fmt: skip
    person = PersonField(None, label="Who of the family?", required=False, empty_label="Nobody of them")
    named = text("Or somebody else: name and role", longest=120)
    given_on = DateField(label="On which day?", error_messages={"required": "Give the day."})
    how = text("How?", longest=120, help_text="By hand, by post, by secure e-mail.")
    held_back = NarrativeField(
        label="What of it was held back, and why?", required=False, widget=Narrative(rows=3),
        help_text="Nothing, if you leave it empty.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class GotBackForm(WritingForm):
    got_back_on = DateField(label="On which day did it come back, or was it destroyed?")
