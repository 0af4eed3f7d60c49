"""The forms of closing a child's case: all of the record is about that child, so nobody is asked about whom."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms

from casework.acts.forms import VersionedForm
from casework.closures.checks import DIED, TO_ANOTHER_AUTHORITY
from casework.closures.models import Closure
from casework.closures.queries import CLOSURE_FIELDS
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.passages.forms import PassagesForm
from casework.people.models import Person

HINTS = {
    DIED: "The death is recorded first.",
    TO_ANOTHER_AUTHORITY: "Say below who takes over, and who confirmed it in writing.",
    "RC8": "An assessment has ended, and there was nothing else.",
    "RC9": "An assessment has ended, and there was nothing else.",
}


class ClosureForm(VersionedForm, PassagesForm):
    together = (("reason", "closing_on"), ("to_authority", "confirmed_by", "confirmed_in_writing_on"))
    reason = forms.ChoiceField(label="Reason", required=False, widget=Radios(hints=HINTS))
    closing_on = DateField(label="The case closes on", required=False)
    last_seen_on = DateField(
        label="Last seen on", required=False, help_text="Taken from the notes. Leave it empty if nobody saw the child."
    )
    to_authority = forms.CharField(label="Which local authority takes over?", required=False, max_length=120)
    confirmed_by = forms.CharField(
        label="Who confirmed it in writing?", required=False, max_length=120, help_text="Name and role, there."
    )
    confirmed_in_writing_on = DateField(label="Confirmed in writing on", required=False)

    def __init__(self, *args: Any, child: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, people=(), **kwargs)
        self.child = child
        self.fields["reason"].choices = Closure.reason.field.choices_on(today)

    def given(self, at: datetime) -> dict[str, Any]:
        written = [replace(passage, about=(self.child.pk,)) for passage in self.written()]
        facts = {name: self.cleaned_data[name] for name in CLOSURE_FIELDS}
        return {"written": written, "version": self.cleaned_data["version"], **facts}

    def transfer(self) -> list[forms.BoundField]:
        """The fields that are only for a transfer to another authority."""
        return [self[name] for name in ("to_authority", "confirmed_by", "confirmed_in_writing_on")]


class AgreeForm(VersionedForm):
    comments = NarrativeField(
        label="Your comments as manager",
        help_text="What you base the decision on: the child's safety, the work done, the views of child and carers.",
        widget=Narrative(rows=5),
    )
