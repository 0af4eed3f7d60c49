"""The forms of a key contact."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import InlineCheckboxes
from casework.naming.forms import PeopleField
from casework.people.forms import WIDE, text
from casework.people.key_contacts.models import Profession
from casework.people.models import Person


class KeyContactFields(WritingForm):
    profession = forms.ChoiceField(label="Who is it?", choices=[("", "Choose"), *Profession.choices])
    name = text("Name of the person", longest=120)
    organisation = text("Name of the organisation", longest=120)
    telephone = text("Telephone", longest=30, help_text="A telephone number or an e-mail address is needed.")
    email = forms.EmailField(
        max_length=254,
        label="E-mail",
        required=False,
        widget=forms.EmailInput(WIDE),
        error_messages={"invalid": "An e-mail address looks like name@example.org. Check what you typed."},
    )
    about = PeopleField(
        None,
        label="For whom?",
        help_text="Nobody ticked means the whole family.",
        required=False,
        widget=InlineCheckboxes,
    )
    from_date = DateField(label="Since when?")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = people


class KeyContactForm(KeyContactFields, WritingForm):
    pass


class ChangeKeyContactForm(MergingForm, KeyContactFields, FingerprintForm):
    until_date = DateField(label="Until when?", required=False, help_text="Leave it open while it holds.")
