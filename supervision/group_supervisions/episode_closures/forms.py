"""The form that closes an episode for supervision."""

from django import forms

from casework.forms.base import PageForm
from casework.forms.widgets import Narrative


class CloseEpisodeForm(PageForm):
    """A field `without-<id>` for each summary that is not finalised."""

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for summary, missing in waiting.items():
            self.fields[f"without-{summary.pk}"] = forms.CharField(
                label=f"Close without {summary.worker}, because …",
                help_text=f"{summary.worker} has still to do this: {missing}" if missing else "",
                required=False,
                widget=Narrative(rows=2),
            )

    def without(self):
        """The reason by the summary's id, of those who have not finalised."""
        open_now = [summary for summary, missing in self.waiting.items() if missing]
        return {summary.pk: self.cleaned_data[f"without-{summary.pk}"] for summary in open_now}
