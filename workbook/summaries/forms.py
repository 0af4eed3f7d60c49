"""The forms of a worker's summary."""

from datetime import datetime
from typing import Any

from django import forms

from casework import practice
from casework.acts.forms import ConfirmForm, VersionedForm, WritingForm
from casework.families.models import Rag
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios, RagRadios
from casework.passages.forms import PassagesForm
from workbook.summaries.models import StrategyDiscussion

OF_NEW_RED = ("strategy_discussion", "no_strategy_because")
RATING = ("rag", "rationale", "no_direct_work", "no_direct_work_because")


class NewRedFields(WritingForm):
    """What a new Red asks, where the form is made with `asks_of_red` (A4.2)."""

    strategy_discussion = forms.ChoiceField(
        label="This is a new Red. Is there a strategy discussion today?",
        choices=StrategyDiscussion,
        required=False,
        widget=Radios,
    )
    no_strategy_because = NarrativeField(label="If not: why not", required=False, widget=Narrative(rows=3))

    def __init__(self, *args: Any, asks_of_red: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_of_red:
            for name in OF_NEW_RED:
                del self.fields[name]

    def new_red_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in OF_NEW_RED if name in self.fields]

    def strategy(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in OF_NEW_RED if name in self.fields}


class FinaliseForm(NewRedFields, ConfirmForm):
    """Nothing to fill in but what a new Red asks."""


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
