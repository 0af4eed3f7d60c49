from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.users.models import Team

WHOSE = [("", "All open ones"), ("mine", "Allocated to me"), ("team", "My team's"), ("closed", "Closed")]


class FilterForm(PageForm):
    q = forms.CharField(label="Name, reference or number", required=False, max_length=80)
    whose = forms.ChoiceField(label="Show", choices=WHOSE, required=False)


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
