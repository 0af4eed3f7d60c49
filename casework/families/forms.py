from django import forms

from casework.families.models import Sex
from casework.forms.base import KeyedForm, PageForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios

WHOSE = [("", "All I may open"), ("mine", "Allocated to me"), ("team", "My team's"), ("closed", "Closed")]


class FilterForm(PageForm):
    q = forms.CharField(label="Name of the family or of a child", required=False, max_length=80)
    whose = forms.ChoiceField(label="Show", choices=WHOSE, required=False)


class FamilyForm(KeyedForm):
    name = forms.CharField(
        label="Name of the family",
        help_text="The name by which your team knows the family. The people come next.",
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    team = forms.ModelChoiceField(None, label="Team", empty_label="Choose a team")

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]


class PersonForm(KeyedForm):
    is_child = forms.TypedChoiceField(
        label="Who is this?",
        choices=[("yes", "A child, born or not yet born"), ("no", "An adult")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "Choose whether this is a child or an adult."},
        widget=Radios,
    )
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


class PutRightForm(PersonForm):
    """The same for a person who is recorded already; whether child or adult does not change."""

    is_child = None
    telephone = None
    form_key = None
    seen = forms.CharField(widget=forms.HiddenInput)
