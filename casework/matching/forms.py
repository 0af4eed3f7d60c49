from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.ages import Span
from casework.forms.base import PageForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Radios
from casework.naming.forms import PersonField
from casework.people.forms import asker_field, role_field
from casework.people.models import Person, birth_span
from casework.users.models import User
from casework.words import say_age


class AsTypedForm(PageForm):
    """What is typed so far of somebody about to be entered; whatever is not a date yet is no date."""

    name = forms.CharField(required=False, max_length=120)
    born = DateField(required=False)
    about_age = forms.IntegerField(required=False, min_value=0, max_value=120)
    about_age_on = DateField(required=False)

    def typed(self, today: date) -> dict[str, Any]:
        self.full_clean()
        return {"name": self.cleaned_data.get("name", ""), "born": typed_birth(self.cleaned_data, today)}


def typed_birth(typed: Mapping[str, Any], today: date) -> Span | None:
    """When somebody of these values can have been born; an age without a day is of today."""
    return birth_span(typed.get("born"), typed.get("about_age"), typed.get("about_age_on") or today)


class BringInForm(WritingForm):
    role = role_field()
    in_household = forms.BooleanField(label="Lives in the family's household", required=False)
    from_date = DateField(label="Belongs to this family since", required=False, help_text="If you know the day.")
    birth_to_be_asked_by = asker_field()

    def __init__(self, *args: Any, workers: QuerySet[User], asked: bool, **kwargs: Any) -> None:
        """`asked` is whether nothing certain is known of the birth, and `workers` may then be named to ask."""
        super().__init__(*args, **kwargs)
        self.fields["birth_to_be_asked_by"].queryset = workers
        if not asked:
            del self.fields["birth_to_be_asked_by"]


class SameForm(WritingForm):
    into = PersonField(
        None,
        label="Who is this the same person as?",
        empty_label=None,
        widget=Radios,
        error_messages={"required": "Choose the person."},
    )
    because = NarrativeField(
        label="How do you know?", help_text="For example the same NHS number, or the mother said so."
    )

    def __init__(self, *args: Any, people: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = people
        self.fields["into"].label_from_instance = lambda person: f"{person.full_name}, {say_age(person, today)}"
