"""The forms about a person."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.families.models import FamilyRole
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.naming.forms import ColleagueField
from casework.people.checks import compact_number
from casework.people.models import Person, PersonName, Sex
from casework.users.models import User

ROLES = [
    (FamilyRole.CHILD, "Child we work with, born or not yet born"),
    (FamilyRole.PARENT, "Parent or carer, of whatever age"),
    (FamilyRole.OTHER_ADULT, "Other adult"),
    (FamilyRole.OTHER_CHILD, "Other child"),
]


def asker_field() -> ColleagueField:
    """Who will ask; whoever uses it sets the queryset."""
    return ColleagueField(
        None,
        label="Who will ask when the person was born?",
        help_text="Needed for a child we work with whose date of birth is not known. It then stands on their My work.",
        empty_label="Nobody",
        required=False,
    )


class AskedBirthFields(forms.Form):
    """What may be said of a birth that is not known exactly; `workers` are those who may ask for it."""

    about_age = forms.IntegerField(
        label="If the date is not known: about how old, in years?",
        help_text="As somebody judged or said. ‘0’ for a baby.",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )
    about_age_on = DateField(label="On which day was that?", required=False, help_text="Today, if you leave it empty.")
    birth_to_be_asked_by = asker_field()

    def __init__(self, *args: Any, workers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_to_be_asked_by"].queryset = workers


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What are they in this family?",
        choices=ROLES,
        error_messages={"required": "Choose what this person is in this family."},
        widget=Radios,
    )


class PersonForm(AskedBirthFields, WritingForm):
    field_order = (
        "role", "name", "name_not_known", "known_as", "born", "expected", "about_age", "about_age_on",
        "birth_to_be_asked_by", "sex", "in_household", "telephone",
    )  # fmt: skip
    role = role_field()
    name = forms.CharField(
        label="Full name", max_length=120, required=False, widget=forms.TextInput({"class": "govuk-input--width-20"})
    )
    name_not_known = forms.BooleanField(
        label="Nobody knows the name yet",
        help_text="Pages then say ‘Girl of about 5, name not known’, until it is known.",
        required=False,
    )
    known_as = forms.CharField(
        label="Known as",
        help_text="If that is another name. Pages then say this one.",
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    born = DateField(label="Date of birth", required=False, help_text="Only if it is known. Never a guess.")
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


BIRTH = ("born", "expected", "about_age", "about_age_on", "birth_to_be_asked_by")


class PutRightPersonForm(MergingForm, FingerprintForm, PersonForm):
    """The same for a person who is recorded already; the role in the family is corrected on a page of its own."""

    role = None
    telephone = None
    together = (("name", "name_not_known"), BIRTH)


class LearnForm(MergingForm, AskedBirthFields, FingerprintForm):
    """What may become known of somebody: `unnamed` is whether the name may, `dated` whether the birth is known."""

    name = forms.CharField(
        label="Full name", max_length=120, required=False, widget=forms.TextInput({"class": "govuk-input--width-20"})
    )
    born = DateField(label="Date of birth", required=False, help_text="Only if it is known. Never a guess.")
    field_order = ["name", *BIRTH]
    together = (BIRTH,)

    def __init__(self, *args: Any, unnamed: bool, dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [*([] if unnamed else ["name"]), *(BIRTH if dated else [])]:
            self.fields.pop(name, None)


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
