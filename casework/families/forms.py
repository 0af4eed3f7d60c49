from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.families import presenters, queries
from casework.families.models import Family
from casework.forms.base import PageForm
from casework.users.models import Team

WHOSE = [("", "All open ones"), ("mine", "Allocated to me"), ("team", "My team's"), ("closed", "Closed")]


class FilterForm(PageForm):
    q = forms.CharField(label="Name, reference or number", required=False, max_length=80)
    whose = forms.ChoiceField(label="Show", choices=WHOSE, required=False)


class FamilyField(forms.CharField):
    """One of `families`, typed: a list to choose from would be as long as the county.

    It is found by its reference, or by its whole name where only one bears it; a name that several bear, or a part of
    one, is refused with those that it finds.
    """

    families: QuerySet[Family] = Family.objects.none()

    def __init__(self, **details: Any) -> None:
        details = {"help_text": "Its reference, such as F00012, or its name.", "max_length": 80, **details}
        super().__init__(widget=forms.TextInput({"class": "govuk-input--width-20"}), **details)

    def clean(self, value: Any) -> Any:
        """The family, or None where nothing was typed and nothing need be; ValidationError where it is not clear."""
        typed = super().clean(value)
        if not typed:
            return None
        found = queries.chosen_by(self.families, typed)
        if len(found) != 1:
            raise forms.ValidationError(presenters.not_one_family(typed, queries.offered_by(self.families, typed)))
        return found[0]


class FamilyForm(WritingForm):
    name = forms.CharField(
        label="Name of the family",
        help_text="The name by which your team knows the family. The people come next.",
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    team = forms.ModelChoiceField(None, label="Team", empty_label="Choose a team")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]
