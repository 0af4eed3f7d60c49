"""The forms that allocate a worker, and that end a worker's part with what becomes of their open summaries (A9.16)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.actions.forms import ActionRows
from casework.allocations.forms import AllocationForm, EndForm
from casework.allocations.presenters import OpenNote
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.naming.forms import ColleagueField
from casework.users.models import User
from workbook.allocations.open_summaries.checks import field_names
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.episodes.states import EpisodeState
from workbook.summaries.models import InterventionSummary

HINTS: dict[str, str] = {
    OpenSummaryAction.FINALISE: "What is not finalised by the end of that day is left as it stands.",
    OpenSummaryAction.HAND_OVER: "After the last day, if it is not finalised by then; at once where that day has "
    "passed. The text stays under its author's name, and does not change.",
    OpenSummaryAction.LEAVE: "At once. The group does not read it, and the supervision says why.",
}
# Of a summary in an episode begun ahead, which nobody can finalise yet.
AHEAD = [each for each in OpenSummaryAction.choices if each[0] != OpenSummaryAction.FINALISE]
HINTS_AHEAD: dict[str, str] = HINTS | {
    OpenSummaryAction.LEAVE: "After the last day, so that the worker can write until then. The group does not read "
    "it, and the supervision says why.",
}


class AllocateForm(AllocationForm):
    """Valid if its rows of actions are."""

    rows: ActionRows

    def is_valid(self) -> bool:
        return all([self.rows.is_valid(), super().is_valid()])

    def given(self, at: datetime) -> dict[str, Any]:
        worker = self.cleaned_data["worker"].user
        return {"worker": worker, "agreed": self.rows.agreed(), **self.details()}


class EndPartForm(EndForm):
    """Asks what becomes of each of `summaries`, which are open; `colleagues` are those who work with the family.

    `planned` are the worker's planned notes, some of which may be called off.
    """

    def __init__(
        self,
        *args: Any,
        summaries: Sequence[InterventionSummary],
        colleagues: QuerySet[User],
        planned: Sequence[OpenNote],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, visits=[(str(open_note.note.pk), open_note.what) for open_note in planned], **kwargs)
        self.summaries, self.planned = summaries, planned
        for summary in summaries:
            self._ask(summary, colleagues)

    def _ask(self, summary: InterventionSummary, colleagues: QuerySet[User]) -> None:
        action, to, why = field_names(summary)
        number, ahead = summary.episode.number, summary.episode.state == EpisodeState.BEGUN
        self.fields[action] = forms.ChoiceField(
            label=f"What becomes of the open summary of episode {number}?",
            choices=AHEAD if ahead else OpenSummaryAction.choices,
            widget=Radios(hints=HINTS_AHEAD if ahead else HINTS),
            error_messages={"required": f"Say what becomes of the open summary of episode {number}."},
        )
        if summary.part_of is None:
            self.fields[to] = ColleagueField(
                colleagues, label="If it goes to a colleague: to whom?", empty_label="Whoever takes over",
                required=False,
            )  # fmt: skip
        self.fields[why] = NarrativeField(
            label="If it goes to a colleague or is left: why?", required=False, widget=Narrative(rows=2)
        )

    def decisions(self) -> dict[int, OpenSummaryDecision]:
        """What was chosen, by the summary's id; only of a valid form."""
        chosen = self.cleaned_data
        names = {summary.pk: field_names(summary) for summary in self.summaries}
        return {
            pk: OpenSummaryDecision(chosen[action], chosen.get(to), chosen[why])
            for pk, (action, to, why) in names.items()
        }

    def given(self, at: datetime) -> dict[str, Any]:
        chosen = self.cleaned_data
        called_off = chosen.get("called_off", [])
        names = ("because", "last_day", "summary", "outcome", "taker", "rest_to")
        return {name: chosen.get(name) for name in names} | {
            "terms": self.terms(),
            "decisions": self.decisions(),
            "called_off": [each.note for each in self.planned if str(each.note.pk) in called_off],
        }
