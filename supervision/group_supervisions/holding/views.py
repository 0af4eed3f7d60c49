"""Saying that the group met, and that it did not after all."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from casework.acts.forms import VersionedReasonForm
from casework.forms.base import PageForm
from casework.words import say_when
from supervision.group_supervisions.holding import forms, services
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from supervision.group_supervisions.views import RecordingView, conflict_page


class HoldSupervision(RecordingView):
    form_class = forms.HoldForm
    service = staticmethod(services.hold)
    heading = "The supervision was held"
    submit_label = "It was held"

    def initial(self) -> dict[str, Any]:
        """The planned time, once it has come; before it nobody's day is guessed."""
        planned = self.row.episode.supervision_planned_for
        return {"held_at": self.row.held_at or (planned if planned <= timezone.now() else None)}

    def next_url(self, result: GroupSupervision) -> str:
        return reverse("supervision-record", args=[self.family.pk, self.row.pk])

    def message(self, result: GroupSupervision) -> str:
        return f"It was held {say_when(cast('datetime', result.held_at))}. Record what the group thought and agreed."

    def context(self, form: PageForm) -> dict[str, Any]:
        planned = say_when(self.row.episode.supervision_planned_for)
        intro = (
            f"It is planned for {planned}. When it was held, the next is due a calendar month later, and no summary is "
            "taken back any more. Until the sign-off you can say that it was not held after all."
        )
        return {"intro": intro}


class UndoHold(RecordingView):
    form_class = VersionedReasonForm
    service = staticmethod(services.undo)
    heading = "It was not held after all"
    submit_label = "It was not held"
    success = "It is prepared again, with all that was written. It is due as it was before."

    def details(self) -> dict[str, Any]:
        return {"label": "Why it was not held", "rows": 3, "max_length": 2000}

    def closed(self) -> HttpResponse | None:
        if SUPERVISION_STATES.may(self.row.state, SupervisionState.PREPARED):
            return None
        return super().closed() or conflict_page(self.request, "It is not recorded as held.", self.family)

    def context(self, form: PageForm) -> dict[str, Any]:
        if self.row.held_at is None:  # undone in another window since this page was opened
            return {}
        held = say_when(self.row.held_at)
        intro = (
            f"It is recorded as held {held}. What was written stays, also the actions that were agreed: take back each "
            "that nobody agreed. Summaries can be taken back again."
        )
        return {"intro": intro}
