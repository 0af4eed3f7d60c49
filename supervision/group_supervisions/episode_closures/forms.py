"""The form that closes an episode for supervision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.widgets import Narrative
from workbook.summaries.models import InterventionSummary


class CloseEpisodeForm(WritingForm):
    """A field `without-<id>` for each summary that is not finalised: `waiting` says what it lacks."""

    def __init__(self, *args: Any, waiting: Mapping[InterventionSummary, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for summary, missing in waiting.items():
            self.fields[f"without-{summary.pk}"] = forms.CharField(
                label=f"Close without {summary.worker}, because …",
                help_text=f"{summary.worker} has still to do this: {missing}" if missing else "",
                required=False,
                widget=Narrative(rows=2),
            )

    def given(self, at: datetime) -> dict[str, Any]:
        """`without`: the reason by the summary's id, of those who have not finalised."""
        open_now = [summary for summary, missing in self.waiting.items() if missing]
        return {"without": {summary.pk: self.cleaned_data[f"without-{summary.pk}"] for summary in open_now}}
