from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Checkboxes, Radios
from casework.in_error.checks import CHOOSE
from casework.in_error.models import InErrorReason
from casework.naming.forms import PeopleField, PersonField
from casework.people.models import Person
from casework.relationships.models import RelationshipKind, kind_with_article

ENDED, WRONG = "ended", "wrong"
KINDS = [(kind, f"{kind_with_article(kind)} of") for kind in RelationshipKind.values]


class OverridableForm(WritingForm):
    """`overriding`: relationships are locked, and this manager may say why the change cannot wait (C23)."""

    def __init__(self, *args: Any, overriding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if overriding:
            self.fields["override_because"] = forms.CharField(
                label="Why can it not wait?",
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
                help_text="Kept with your name and the change; the next supervision reads it.",
            )


class RelationshipForm(OverridableForm):
    """Read from top to bottom it is the sentence that the page will show."""

    person = PersonField(
        None, label="Who?", empty_label="Choose a person", error_messages={"required": "Choose a person."}
    )
    kind = forms.ChoiceField(
        label="Is what?",
        choices=[("", "Choose a relationship"), *KINDS],
        error_messages={"required": "Choose a relationship."},
    )
    others = PeopleField(
        None,
        label="Of whom?",
        help_text="Tick each person of whom this is true.",
        widget=Checkboxes,
        error_messages={"required": "Tick at least one person."},
    )
    from_date = DateField(
        label="Since when?",
        help_text="For what began on a day, such as a partnership. You may leave it open.",
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = self.fields["others"].queryset = people


class EndRelationshipForm(OverridableForm):
    how = forms.ChoiceField(
        label="What is it?",
        choices=[(ENDED, "It was so, and is so no more"), (WRONG, "It never was so: it was recorded wrongly")],
        widget=Radios(hints={WRONG: "It leaves every page but the list of what was recorded in error."}),
        error_messages={"required": "Choose one."},
    )
    ended_on = DateField(label="Until when?", help_text="Only if it was so.", required=False)
    reason = forms.ChoiceField(
        label="Why was it recorded in error?", help_text="Only if it never was so.", required=False,
        choices=[("", "Choose"), *InErrorReason.choices],
    )  # fmt: skip
    because = forms.CharField(
        label="What happened?",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="Needed if it was recorded wrongly; then only those who inspect the record read it.",
    )

    def clean(self) -> dict[str, Any] | None:
        undated = "ended_on" not in self.errors and not self.cleaned_data.get("ended_on")
        if self.cleaned_data.get("how") == ENDED and undated:
            self.add_error("ended_on", "Give the last day on which it was so.")
        if self.cleaned_data.get("how") == WRONG and not self.cleaned_data.get("reason"):
            self.add_error("reason", CHOOSE)
        return super().clean()

    @property
    def was_wrong(self) -> bool:
        return self.cleaned_data["how"] == WRONG

    def given(self, at: datetime) -> dict[str, Any]:
        """The last day only for what was so."""
        left_out = {"how", "ended_on"} if self.was_wrong else {"how", "reason"}
        return {name: value for name, value in super().given(at).items() if name not in left_out}
