"""Closing the episode for supervision, reopening it, and asking those who are waited for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ReasonForm
from casework.forms.base import PageForm
from casework.refusal import Refusal
from casework.states import Mover
from supervision.group_supervisions.episode_closures import forms, presenters, services
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.views import EpisodeActView, conflict_page
from workbook.episodes.states import EPISODE_STATES, EpisodeState
from workbook.summaries.presenters import summary_address


class ChangeEpisode(EpisodeActView):
    """Brings the episode to `to`, while it may; `cannot` is the end of the sentence that says that it may not."""

    right = Can.LEAD
    to: EpisodeState
    cannot: str

    def closed(self) -> HttpResponse | None:
        if EPISODE_STATES.may(self.row.state, self.to, Mover.LEAD):
            return None
        sentence = f"This episode is {self.row.get_state_display()}, so it cannot be {self.cannot}."
        return conflict_page(self.request, sentence, self.family)


class CloseEpisode(ChangeEpisode):
    to, cannot = EpisodeState.CLOSED, "closed now"
    form_class = forms.CloseEpisodeForm
    service = staticmethod(services.close_for_supervision)
    template_name = "supervision/group_supervisions/close.html"
    heading = "Close for supervision"
    submit_label = "Close for supervision"
    success = "The episode is closed for supervision. Business support has been told."

    def details(self) -> dict[str, Any]:
        return {"waiting": presenters.waiting(self.row, self.request.POST)}

    def decided_on(self) -> list[str]:
        return [summary_address("summary-write", summary) for summary in self.row.summaries.all()]

    def next_url(self, supervision: GroupSupervision) -> str:
        return reverse("supervision", args=[self.family.pk, supervision.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "episode": self.row,
            "gaps": presenters.summary_gaps(self.row, self.request.user, self.family.access),
            "unwritten": presenters.unwritten_notes(self.family),
        }


class ReopenEpisode(ChangeEpisode):
    to, cannot = EpisodeState.REOPENED, "reopened"
    form_class = ReasonForm
    service = staticmethod(services.reopen)
    template_name = "supervision/group_supervisions/reopen.html"
    heading = "Reopen the episode"
    submit_label = "Reopen the episode"
    success = "The episode is open again. Close it once more before the supervision."

    def details(self) -> dict[str, Any]:
        return {"label": "Why it is reopened", "rows": 3, "max_length": 2000}


@require_POST
def ask(request: SignedInRequest, family_id: int, summary_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.LEAD)
    summary = get_object_or_404(family.interventionsummary_set.select_related("worker", "episode"), pk=summary_id)
    try:
        services.ask_for_summary(summary, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{summary.worker} has been asked to finalise their summary.")
    return redirect("episode-close", family.pk, summary.episode_id)
