"""The form of the group's record, and of more actions after it; both have rows of actions."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms import BoundField

from casework import practice
from casework.actions.forms import ActionRows
from casework.actions.models import AgreedAction
from casework.acts.forms import VersionedForm, WritingForm
from casework.families.models import Rag
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, RagRadios
from casework.passages.forms import PassagesForm
from casework.refusal import Refusal

NOTHING: Mapping[AgreedAction, str] = MappingProxyType({})


class WithActions(WritingForm):
    """A form with `rows` of actions on its page: both are valid, or neither; a refusal that names a row is put at it.

    The view sets `rows`, since they open with the unsaved text that the form restores; None where none are asked.
    """

    rows: ActionRows | None

    def is_valid(self) -> bool:
        return (self.rows is None or self.rows.is_valid()) and super().is_valid()

    def refuse(self, refusal: Refusal) -> None:
        if self.rows is None or not self.rows.refuse(refusal):
            super().refuse(refusal)
        self.ask_whether_so(refusal)

    def agreed(self) -> dict[int, dict[str, Any]]:
        return self.rows.agreed() if self.rows is not None else {}


class RecordForm(WithActions, PassagesForm, VersionedForm):
    """What the group thought, rated and checked; the headings come from the practice file.

    A field `review-<id>` asks of each action `to_review` where it stands.
    """

    together = (("overall_rag", "rationale"),)

    overall_rag = forms.ChoiceField(label="Overall RAG", choices=Rag.choices, required=False)
    rationale = NarrativeField(label="Why this rating", required=False)
    dissent = NarrativeField(
        label="Who disagrees, and why",
        required=False,
        help_text="Leave empty if everybody agreed.",
    )
    no_actions_because = NarrativeField(
        label="If no action is needed: why not",
        required=False,
        widget=Narrative(rows=2),
        help_text="Leave empty where actions are agreed.",
    )
    relationships_checked = forms.BooleanField(label="We checked the relationships", required=False)

    def __init__(self, *args: Any, to_review: Mapping[AgreedAction, str] = NOTHING, **kwargs: Any) -> None:
        """`to_review` gives what was said of each already."""
        super().__init__(*args, **kwargs)
        self.to_review = to_review
        for action, said in to_review.items():
            self.fields[f"review-{action.pk}"] = NarrativeField(
                label=f"Where this stands: {action.what}", required=False, initial=said, widget=Narrative(rows=2)
            )
        meanings = practice.current().rag.model_dump()
        self.fields["overall_rag"].widget = RagRadios(choices=Rag.choices, hints=meanings)

    def given(self, at: datetime) -> dict[str, Any]:
        names = ("overall_rag", "rationale", "dissent", "no_actions_because", "relationships_checked", "version")
        values = {name: self.cleaned_data[name] for name in names}
        return values | {"written": self.written(), "agreed": self.agreed(), "reviewed": self.reviewed()}

    def review_fields(self) -> list[BoundField]:
        return [self[f"review-{action.pk}"] for action in self.to_review]

    def reviewed(self) -> dict[int, str]:
        """By the id of the action; of one that was not on the page nothing."""
        names = {action.pk: f"review-{action.pk}" for action in self.to_review}
        return {pk: self.cleaned_data[name] for pk, name in names.items() if self.add_prefix(name) in self.data}


class AgreeActionsForm(WithActions):
    """Rows of actions and nothing else; `refused` is why, where the refusal is about none of them."""

    refused = ""

    def refuse(self, refusal: Refusal) -> None:
        if self.rows is None or not self.rows.refuse(refusal):
            self.refused = refusal.sentence

    def given(self, at: datetime) -> dict[str, Any]:
        return {"agreed": self.agreed()}

    @property
    def status(self) -> int:
        return 409 if self.refused else 200
