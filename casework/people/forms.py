"""The forms about a person."""

from datetime import date
from typing import Any

from django import forms

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.families.models import FamilyRole
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.people.checks import compact_number
from casework.people.models import Person, PersonName, Sex

ROLES = [
    (FamilyRole.CHILD, "Child we work with, born or not yet born"),
    (FamilyRole.PARENT, "Parent or carer, of whatever age"),
    (FamilyRole.OTHER_ADULT, "Other adult"),
    (FamilyRole.OTHER_CHILD, "Other child"),
]


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What are they in this family?",
        choices=ROLES,
        error_messages={"required": "Choose what this person is in this family."},
        widget=Radios,
    )


class PersonForm(WritingForm):
    role = role_field()
    name = forms.CharField(
        label="Full name", max_length=120, widget=forms.TextInput({"class": "govuk-input--width-20"})
    )
    known_as = forms.CharField(
        label="Known as",
        help_text="If that is another name. Pages then say this one.",
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    born = DateField(label="Date of birth", required=False, help_text="For an adult you may leave it open.")
    expected = DateField(label="Expected date of birth", required=False, help_text="Only for a child not yet born.")
    sex = forms.ChoiceField(label="Sex", choices=Sex, widget=Radios)
    in_household = forms.BooleanField(label="Lives in the family's household", required=False, initial=True)
    telephone = forms.CharField(
        label="Telephone",
        help_text="Seen by all who read the family’s record. Protected details are added on the person’s page.",
        required=False,
        max_length=30,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )


class PutRightPersonForm(MergingForm, FingerprintForm, PersonForm):
    """The same for a person who is recorded already; the role in the family is corrected on a page of its own."""

    role = None
    telephone = None


WIDE = {"class": "govuk-input--width-20"}


def text(label: str, *, longest: int, required: bool = False, help_text: str = "", **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(WIDE)
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=widget, **kwargs
    )


class NameForm(WritingForm):
    name = text("Name", longest=120, required=True)
    kind = forms.ChoiceField(label="What kind of name?", choices=PersonName.Kind, widget=Radios)
    from_date = DateField(label="From", required=False, help_text="If you know it.")
    until_date = DateField(label="Until", required=False, help_text="If it is not used any more.")


class ChangeNameForm(MergingForm, NameForm, FingerprintForm):
    pass


class NumbersForm(MergingForm, FingerprintForm):
    """`pupil` is whether they may have a pupil's numbers.

    `still_allowed` is the code that is saved now and may stay, though it could not be chosen any more.
    """

    nhs_number = text("NHS number", longest=15, help_text="Ten digits.")
    upn = text("Unique pupil number", longest=20, help_text="A letter and twelve digits.")
    former_upn = text("Former unique pupil number", longest=20)
    upn_unknown = forms.ChoiceField(label="If there is no unique pupil number, why?", required=False)

    def __init__(self, *args: Any, pupil: bool, today: date, still_allowed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not pupil:
            for name in ("upn", "former_upn", "upn_unknown"):
                del self.fields[name]
            return
        offered = Person.upn_unknown.field.choices_on(today)
        if still_allowed and still_allowed not in dict(offered):
            offered.append((still_allowed, Person.upn_unknown.field.label(still_allowed)))
        self.fields["upn_unknown"].choices = [("", "There is one, or it is not known yet"), *offered]

    def clean(self) -> dict[str, Any] | None:
        for name in {"nhs_number", "upn", "former_upn"}.intersection(self.cleaned_data):
            self.cleaned_data[name] = compact_number(self.cleaned_data[name])
        return super().clean()
