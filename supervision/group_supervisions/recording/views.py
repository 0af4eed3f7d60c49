"""Recording what the group thought and agreed."""

from collections.abc import Mapping
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework import practice
from casework.actions.forms import PREFIX, SAVED_AS, ActionRows, action_rows, saved_rows
from casework.actions.presenters import meeting_owner_options
from casework.acts.forms import ReasonForm, WritingForm
from casework.acts.sending import Again
from casework.forms.base import PageForm
from casework.forms.rows import has_rows, new_rows
from casework.passages.presenters import PassageText
from casework.passages.queries import people_ever
from supervision.group_supervisions import presenters
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.queries import expected_at
from supervision.group_supervisions.recording import forms, services
from supervision.group_supervisions.states import SupervisionState
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from supervision.group_supervisions.views import RecordingView


class WithActionRows(RecordingView):
    """An act whose page has rows of actions besides the form's own fields."""

    def find(self, supervision_id: int) -> None:
        super().find(supervision_id)
        self.people = self.family.people_now()

    def form(self) -> forms.WithActions:
        form = cast(forms.WithActions, super().form())
        form.rows = self.rows(form)
        return form

    def rows(self, form: PageForm) -> ActionRows | None:
        """As they were sent; on a page that is only opened with the unsaved text, if there is any.

        None before the group has met, which agrees them; what was typed on a page of another time is shown.
        """
        restored = form.restored if isinstance(form, WritingForm) else None
        typed: Mapping[str, Any] = self.request.POST or (restored.fields if restored else {})
        if self.row.state == SupervisionState.PREPARED and f"{PREFIX}-TOTAL_FORMS" not in typed:
            return None
        return action_rows(
            self.request.POST or None,
            owners=meeting_owner_options(expected_at(self.family, timezone.localdate()), self.people),
            children=self.family.children_now(),
            kept=restored.fields if restored else None,
        )

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "formset": cast(forms.WithActions, form).rows,
            "actions": presenters.agreed_lines(self.row, editable=True),
        }


class RecordMeeting(WithActionRows):
    form_class = forms.RecordForm
    service = staticmethod(services.record_meeting)
    template_name = "supervision/group_supervisions/record.html"
    submit_label = "Save the supervision"

    @property
    def heading(self) -> str:
        act = "Prepare" if self.row.state == SupervisionState.PREPARED else "Record"
        return f"{act}: {presenters.heading_of(self.row)}"

    def message(self, result: GroupSupervision) -> str:
        if result.state == SupervisionState.PREPARED:
            return "What you prepared is saved. The supervision counts as held when somebody says so."
        return "The supervision is recorded. Sign it off when all is there."

    def details(self) -> dict[str, Any]:
        sections = practice.current().supervision_sections
        return {
            "sections": sections,
            "people": self.people,
            "voices": self.family.children_now(),
            "passages": self.row.passages.all(),
            "to_review": presenters.said_of_actions(self.row),
        }

    def initial(self) -> dict[str, Any]:
        names = ("overall_rag", "rationale", "dissent", "no_actions_because", "relationships_checked")
        return {name: getattr(self.row, name) for name in names}

    def saved_now(self) -> list[PassageText]:
        return presenters.thoughts_of(self.row, self.people)

    def context(self, form: PageForm) -> dict[str, Any]:
        return super().context(form) | {
            "supervision": self.row,
            "cards": supervision_summaries(self.row, people_ever(self.family)),
            "to_review": presenters.review_lines(self.row, may_report=True),
            **presenters.relationships_check(self.row),
        }


class AgreeActions(WithActionRows):
    """More actions, after the meeting was recorded and before it is signed off."""

    form_class = forms.AgreeActionsForm
    service = staticmethod(services.agree_actions)
    template_name = "supervision/group_supervisions/actions.html"
    heading = "Actions agreed in the supervision"
    submit_label = "Agree these actions"
    success = "The actions are agreed."
    recorded_once = True

    def further(self, subject: Any, words: dict[str, list[str]]) -> Again | None:
        """Only the rows that were not agreed yet."""
        rest = new_rows(words, PREFIX, SAVED_AS, saved_rows(line.action for line in self.row.action_lines.all()))
        return (
            self.once_more(rest)._replace(label="Agree the new actions too") if has_rows(rest, PREFIX, "what") else None
        )

    def context(self, form: PageForm) -> dict[str, Any]:
        return super().context(form) | {"refused": cast(forms.AgreeActionsForm, form).refused}


class DropAction(RecordingView):
    form_class = ReasonForm
    service = staticmethod(services.drop_action)
    heading = "Take back an action"
    submit_label = "Take back the action"
    success = "The action is taken back."

    def find(self, supervision_id: int, action_id: int) -> None:
        super().find(supervision_id)
        lines = self.row.action_lines.select_related("action")
        self.action = get_object_or_404(lines, action=action_id).action

    def closed(self) -> None:
        """The page opens in every state; the service refuses."""

    def details(self) -> dict[str, Any]:
        return {"label": "Why it is taken back", "rows": 3, "max_length": 2000}

    def subjects(self) -> tuple[Any, ...]:
        return (self.row, self.action)

    def context(self, form: PageForm) -> dict[str, Any]:
        agreed = f"‘{self.action.what}’, agreed for {self.action.owner}."
        return {"intro": f"{agreed} It leaves the supervision and stays in the history."}
