from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.widgets import InlineCheckboxes, Radios
from casework.naming.forms import PeopleField
from casework.passages.forms import PassagesForm
from casework.people.forms import text
from casework.people.models import Person


class SafetyPlanForm(VersionedForm, PassagesForm):
    """For the whole family, so nobody is asked about whom."""

    def given(self, at: datetime) -> dict[str, Any]:
        return {"written": self.written(), "version": self.cleaned_data["version"]}


class MakeCurrentForm(VersionedForm):
    agreed_with = forms.CharField(
        label="With whom was it agreed?",
        help_text="Each by name: the parents, the children who are old enough, family and friends who help.",
        max_length=300,
        error_messages={"required": "Name with whom it was agreed."},
    )


class PrintForm(WritingForm):
    safe_at_home = forms.TypedChoiceField(
        label="Is it safe to keep at home?", choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes", widget=Radios, error_messages={"required": "Choose yes or no."},
    )  # fmt: skip
    kept_where = text("If not: where is it kept instead?", longest=300)
    not_for = PeopleField(
        None, label="Who of the family must not have it?", required=False, widget=InlineCheckboxes,
        help_text="No copy of it is recorded as given to them.",
    )  # fmt: skip
    not_for_others = text("Who else must not have it?", longest=300)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["not_for"].queryset = people
