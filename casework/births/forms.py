from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.births.checks import Newborn
from casework.forms.base import PageForm
from casework.forms.fields import DateField
from casework.forms.rows import row_factory
from casework.forms.widgets import Radios
from casework.naming.forms import PersonField
from casework.people.models import Person, Sex

SEXES = [(Sex.FEMALE, "Female"), (Sex.MALE, "Male"), (Sex.UNKNOWN, "Not known yet")]
BLANK_ROWS, MAX_CHILDREN = 2, 6


class BirthForm(WritingForm):
    born = DateField(label="Date of birth", error_messages={"required": "Give the date of birth."})
    siblings = forms.BooleanField(
        label="Where there are several, they are brothers and sisters of one another", required=False, initial=True
    )


class UnexpectedBirthForm(BirthForm):
    """`mothers` are the adults of the family."""

    mother = PersonField(
        None,
        label="Who is the mother?",
        empty_label="Choose the mother",
        error_messages={"required": "Choose the mother."},
    )
    field_order = ["mother", "born", "siblings"]

    def __init__(self, *args: Any, mothers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mother"].queryset = mothers


class ChildForm(PageForm):
    """One child; a row that was left empty is none."""

    name = forms.CharField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
        error_messages={"required": "Give the child's name, as far as it is known."},
    )
    sex = forms.ChoiceField(
        label="Sex",
        choices=SEXES,
        widget=Radios({"class": "govuk-radios--inline"}),
        error_messages={"required": "Choose the child's sex."},
    )


class BaseChildFormSet(forms.BaseFormSet):
    def children(self) -> list[Newborn]:
        """The Newborns that were typed; only of a valid formset."""
        rows = (form.cleaned_data for form in self.forms if form.cleaned_data)
        return [Newborn(row["name"], row["sex"]) for row in rows]


ChildFormSet = row_factory(ChildForm, BaseChildFormSet, blank=BLANK_ROWS, most=MAX_CHILDREN, least=1)


class NotYetBornForm(WritingForm):
    expected_on = DateField(
        label="When is the birth expected now?", error_messages={"required": "Give the day on which it is expected."}
    )


class PregnancyEndedForm(WritingForm):
    ended_on = DateField(
        label="On which day did the pregnancy end?", error_messages={"required": "Give the day, as far as it is known."}
    )
    remark = forms.CharField(
        label="Anything that those who work with the family should know",
        help_text="You may leave it empty. No reason is needed.",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
