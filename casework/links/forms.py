from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.families.forms import FamilyField
from casework.families.models import Family
from casework.naming.forms import PersonField
from casework.people.models import Person

ROWS = {"rows": 3}


class LinkForm(WritingForm):
    other = FamilyField(label="Which family?", error_messages={"required": "Say which family."})
    person = PersonField(
        None,
        label="Who connects them?",
        help_text="If it is one person of this family.",
        empty_label="Nobody in particular",
        required=False,
    )
    because = forms.CharField(
        label="What links them?",
        help_text="Both families' files show this.",
        max_length=2000,
        widget=forms.Textarea(ROWS),
        error_messages={"required": "Say what links the families."},
    )

    def __init__(self, *args: Any, families: QuerySet[Family], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].families = families
        self.fields["person"].queryset = people


class EndLinkForm(WritingForm):
    because = forms.CharField(
        label="Why are they not linked any more?",
        max_length=300,
        widget=forms.Textarea(ROWS),
        error_messages={"required": "Say why."},
    )
