from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import Narrative
from casework.naming.forms import PartField
from workbook.summaries.models import InterventionSummary


class ColleagueChoice(PartField):
    """A colleague by their own summary of the same episode, which becomes the part."""

    def label_from_instance(self, summary: InterventionSummary) -> str:
        return f"{summary.worker}, {summary.allocation.get_role_display().lower()}"


class DelegateForm(WritingForm):
    """`parts` are the summaries of those who may be asked; `before` is the day of the supervision (A3.16, A3.17)."""

    part = ColleagueChoice(
        None,
        label="Whom do you ask?",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose whom you ask."},
    )
    what_is_needed = NarrativeField(
        label="What is needed?",
        help_text="What they are to write about: which work, with whom, under which heading.",
        widget=Narrative(rows=4),
        error_messages={"required": "Say what is needed."},
    )
    due_at = DateTimeField(label="By when?", error_messages={"required": "Say by when it is needed."})

    standing = forms.BooleanField(
        label="For each supervision from now on",
        required=False,
        help_text="The next summaries have it too, without your asking again, until it is withdrawn.",
    )

    def __init__(self, *args: Any, parts: QuerySet[InterventionSummary], before: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts
        self.fields["due_at"].help_text = f"Before the group supervision, which is planned for {before}."

    def given(self, at: datetime) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("what_is_needed", "due_at", "standing")}
        return given | {"worker": self.cleaned_data["part"].worker}
