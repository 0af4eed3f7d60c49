from django import forms

from casework.allocations.forms import EndForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios
from workbook.allocations.open_summaries.checks import field_names
from workbook.allocations.open_summaries.states import OpenSummaryAction, OpenSummaryDecision
from workbook.episodes.states import EpisodeState

HINTS = {
    OpenSummaryAction.FINALISE: "What is not finalised by the end of that day is left as it stands.",
    OpenSummaryAction.HAND_OVER: "After the last day, if it is not finalised by then; at once where that day has "
    "passed. The text stays under its author's name, and does not change.",
    OpenSummaryAction.LEAVE: "At once. The group does not read it, and the supervision says why.",
}
# Of a summary in an episode begun ahead, which nobody can finalise yet.
AHEAD = [each for each in OpenSummaryAction.choices if each[0] != OpenSummaryAction.FINALISE]
HINTS_AHEAD = HINTS | {
    OpenSummaryAction.LEAVE: "After the last day, so that the worker can write until then. The group does not read it, "
    "and the supervision says why.",
}


class EndPartForm(EndForm):
    """With what becomes of each of `summaries`, which are open; `colleagues` are those who work with the family."""

    def __init__(self, *args, summaries, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.summaries = summaries
        for summary in summaries:
            self._ask(summary, colleagues)

    def _ask(self, summary, colleagues):
        fate, to, why = field_names(summary)
        number, ahead = summary.episode.number, summary.episode.state == EpisodeState.BEGUN
        self.fields[fate] = forms.ChoiceField(
            label=f"What becomes of the open summary of episode {number}?",
            choices=AHEAD if ahead else OpenSummaryAction.choices,
            widget=Radios(hints=HINTS_AHEAD if ahead else HINTS),
            error_messages={"required": f"Say what becomes of the open summary of episode {number}."},
        )
        if summary.part_of is None:
            self.fields[to] = forms.ModelChoiceField(
                colleagues, label="If it goes to a colleague: to whom?", empty_label="Whoever takes over",
                required=False,
            )  # fmt: skip
        self.fields[why] = NarrativeField(
            label="If it goes to a colleague or is left: why?", required=False, widget=Narrative(rows=2)
        )

    def fates(self):
        """What was chosen, by the summary's id; only of a valid form."""
        chosen = self.cleaned_data
        names = {summary.pk: field_names(summary) for summary in self.summaries}
        return {
            pk: OpenSummaryDecision(chosen[fate], chosen.get(to), chosen[why]) for pk, (fate, to, why) in names.items()
        }
