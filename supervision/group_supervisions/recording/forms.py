"""The form of the group's record, and of more actions after it; both have rows of actions."""

from datetime import datetime
from typing import Any

from django import forms

from casework import practice
from casework.actions.forms import ActionRows
from casework.acts.forms import VersionedForm, WritingForm
from casework.families.models import Rag
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import RagRadios
from casework.passages.forms import PassagesForm
from casework.refusal import Refusal


class WithActions(WritingForm):
    """A form with `rows` of actions on its page: both are valid, or neither; a refusal that names a row is put at it.

    The view sets `rows`, since they open with the unsaved text that the form restores.
    """

    rows: ActionRows

    def is_valid(self) -> bool:
        return self.rows.is_valid() and super().is_valid()

    def refuse(self, refusal: Refusal) -> None:
        if not self.rows.refuse(refusal):
            super().refuse(refusal)


class RecordForm(WithActions, PassagesForm, VersionedForm):
    """What the group thought, rated and checked; the headings come from the practice file."""

    together = (("overall_rag", "rationale"),)

    held_at = DateTimeField(label="When it was held")
    overall_rag = forms.ChoiceField(label="Overall RAG", choices=Rag.choices, required=False)
    rationale = NarrativeField(label="Why this rating", required=False)
    dissent = NarrativeField(
        label="Who disagrees, and why",
        required=False,
        help_text="Leave empty if everybody agreed.",
    )
    relationships_checked = forms.BooleanField(label="We checked the relationships", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meanings = practice.current().rag.model_dump()
        self.fields["overall_rag"].widget = RagRadios(choices=Rag.choices, hints=meanings)

    def given(self, at: datetime) -> dict[str, Any]:
        names = ("held_at", "overall_rag", "rationale", "dissent", "relationships_checked", "version")
        values = {name: self.cleaned_data[name] for name in names}
        return values | {"written": self.written(), "agreed": self.rows.agreed()}


class AgreeActionsForm(WithActions):
    """Rows of actions and nothing else; `refused` is why, where the refusal is about none of them."""

    refused = ""

    def refuse(self, refusal: Refusal) -> None:
        if not self.rows.refuse(refusal):
            self.refused = refusal.sentence

    def given(self, at: datetime) -> dict[str, Any]:
        return {"agreed": self.rows.agreed()}

    @property
    def status(self) -> int:
        return 409 if self.refused else 200
