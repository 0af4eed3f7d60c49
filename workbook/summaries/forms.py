"""The forms of a worker's summary."""

from datetime import datetime
from typing import Any

from django import forms

from casework import practice
from casework.acts.forms import VersionedForm
from casework.families.models import Rag
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, RagRadios
from casework.passages.forms import PassagesForm

RATING = ("rag", "rationale", "no_direct_work", "no_direct_work_because")


class SummaryForm(VersionedForm, PassagesForm):
    """Outcome and analysis, the RAG with its rationale, or why there was no direct work (A3.6, A3.7, C29)."""

    together = (RATING,)

    rag = forms.ChoiceField(label="How do you rate the risk, from your direct work?", required=False, choices=Rag)
    rationale = NarrativeField(label="Why this rating", required=False, widget=Narrative(rows=4))
    no_direct_work = forms.BooleanField(
        label="No direct work this period",
        required=False,
        help_text="In place of a rating. The summary is then shown as not rated, never as green.",
    )
    no_direct_work_because = NarrativeField(
        label="Why there was no direct work", required=False, widget=Narrative(rows=3)
    )

    def __init__(self, *args: Any, rated: bool = True, **kwargs: Any) -> None:
        """Without `rated` no rating is asked: of a part of a colleague's summary (A3.18)."""
        super().__init__(*args, **kwargs)
        hints = practice.current().rag.model_dump()
        self.fields["rag"].widget = RagRadios(choices=Rag.choices, hints=hints)
        for name in () if rated else RATING:
            del self.fields[name]

    def rating(self) -> list[forms.BoundField]:
        """The fields under the text, for the template."""
        return [self[name] for name in RATING if name in self.fields]

    def given(self, at: datetime) -> dict[str, Any]:
        rating = {name: self.cleaned_data[name] for name in RATING if name in self.fields}
        return {**rating, "written": self.written(), "version": self.cleaned_data["version"]}
