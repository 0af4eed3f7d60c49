"""Asking a colleague for a part of one's summary, and withdrawing the task."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from casework.acts.forms import VersionedReasonForm
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.forms.base import PageForm
from casework.words import say_when
from workbook.episodes.states import RUNNING
from workbook.summaries.delegation import presenters, queries, services
from workbook.summaries.delegation.checks import may_withdraw_task
from workbook.summaries.delegation.forms import DelegateForm
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.states import SummaryState
from workbook.summaries.views import OwnSummaryView


def task_of(family: Family, task_id: int) -> DelegatedTask:
    """The task of this family; Http404 for another's."""
    tasks = family.delegatedtask_set.select_related("family", "summary__worker", "part__worker", "summary__episode")
    return get_object_or_404(tasks, pk=task_id)


class DelegatePart(OwnSummaryView):
    template_name = "workbook/summaries/delegation/delegate.html"
    form_class = DelegateForm
    service = staticmethod(services.delegate)
    heading = "Ask a colleague for a part of my summary"
    submit_label = "Ask for this part"
    consequences = (
        "Their own summary of this period, with its notes, becomes the part: it is read in yours, under their name.",
        "They write and finalise their part, without a rating. You rate the risk, and finalise the whole.",
        "You can finalise the whole when every part that you asked for is finalised, or not needed any more.",
    )

    def closed(self) -> HttpResponse | None:
        summary = self.row
        asks = summary.state == SummaryState.OPEN and summary.episode.state in RUNNING and not summary.part_of
        return None if asks else redirect(self.cancel_url())

    def initial(self) -> dict[str, Any]:
        """With '?again=…' what was asked the month before (A3.16)."""
        now, planned_for = timezone.now(), self.row.episode.supervision_planned_for
        initial = {"due_at": queries.suggested_due(planned_for, now) if planned_for > now else None}
        again = self.request.GET.get("again", "")
        task = next((each for each in queries.previous_tasks(self.row) if str(each.pk) == again), None)
        if task is None:
            return initial
        part = self.row.episode.summaries.filter(allocation=task.part.allocation_id).first()
        return {**initial, "what_is_needed": task.what_is_needed, "part": part}

    def details(self) -> dict[str, Any]:
        parts = queries.part_candidates(self.row, timezone.localdate())
        if self.request.method == "POST":
            # Of somebody who cannot be asked any more the service says why.
            parts = self.row.episode.summaries.exclude(pk=self.row.pk).select_related("worker", "allocation")
        return {"parts": parts, "before": say_when(self.row.episode.supervision_planned_for)}

    def message(self, result: DelegatedTask) -> str:
        return f"{result.part.worker} is asked for a part, by {say_when(result.due_at)}."

    def context(self, form: PageForm) -> dict[str, Any]:
        parts = cast("ModelChoiceField", form.fields["part"]).queryset
        return {
            "caption": f"Workbook episode {self.row.episode.number}",
            "again": presenters.previous_rows(self.row),
            "nobody": parts is not None and not parts.exists(),
            "consequences": self.consequences,
        }


class WithdrawTask(FamilyActView):
    form_class = VersionedReasonForm
    service = staticmethod(services.withdraw)
    section = "workbook"
    submit_label = "Withdraw the task"
    consequences = (
        "Whoever was asked has a summary of their own for this period again, to rate and to finalise.",
        "What they have written stays theirs.",
    )

    @property
    def heading(self) -> str:
        return f"Withdraw what was asked of {self.row.part.worker}"

    def find(self, task_id: int) -> None:
        self.row = task_of(self.family, task_id)
        if not may_withdraw_task(self.row, self.request.user, self.family.access):
            raise PermissionDenied(f"Only {self.row.summary.worker}, the lead worker or a manager withdraws this task.")

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == TaskState.ASKED else redirect(self.cancel_url())

    def details(self) -> dict[str, Any]:
        return {"label": "Why is it not needed any more?", "rows": 3}

    def message(self, result: DelegatedTask) -> str:
        return f"{result.part.worker} has a summary of their own again."

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("summary", args=[self.family.pk, self.row.summary_id])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "caption": f"Workbook episode {self.row.summary.episode.number}",
            "intro": f"Asked for: {self.row.what_is_needed}",
            "consequences": self.consequences,
        }
