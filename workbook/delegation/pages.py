"""What the pages of delegated tasks show, and the forms on them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, writing_page
from casework.words import say_when
from workbook.delegation import ending, reading
from workbook.delegation.forms import DelegateForm, WithdrawForm

DELEGATING = [
    "Their own summary of this period, with its notes, becomes the part: it is read in yours, under their name.",
    "They write and finalise their part, without a rating. You rate the risk, and finalise the whole.",
    "You can finalise the whole when every part that you asked for is finalised, or not needed any more.",
]
WITHDRAWING = [
    "Whoever was asked has a summary of their own for this period again, to rate and to finalise.",
    "What they have written stays theirs.",
]


def task_of(family, task_id):
    """The task of this family; Http404 for another's."""
    tasks = family.delegatedtask_set.select_related("family", "summary__worker", "part__worker", "summary__episode")
    return get_object_or_404(tasks, pk=task_id)


def delegate_form(request, summary):
    now = timezone.now()
    offered = reading.who_may_take(summary, timezone.localdate(now))
    if request.method == "POST":
        # A page sent again names somebody whose summary is a part by now: the service knows it.
        offered = summary.episode.summaries.exclude(pk=summary.pk).select_related("worker", "allocation")
    planned_for = summary.episode.supervision_planned_for
    return opened(
        request, DelegateForm, blank_key(request), initial=_initial(request, summary, planned_for, now), parts=offered,
        before=say_when(planned_for),
    )  # fmt: skip


def _initial(request, summary, planned_for, now):
    """With '?again=…' what was asked the month before (A3.16)."""
    due_at = ending.suggested_due(planned_for, now) if planned_for > now else None
    again = request.GET.get("again", "")
    task = next((each for each in reading.asked_before(summary) if str(each.pk) == again), None)
    if task is None:
        return {"due_at": due_at}
    part = summary.episode.summaries.filter(allocation=task.part.allocation_id).first()
    return {"due_at": due_at, "what_is_needed": task.what_is_needed, "part": part}


def delegate_page(family, summary, form):
    there = reverse("summary-delegate", args=[family.pk, summary.pk])
    again = [
        {"who": task.part.worker, "what": task.what_is_needed, "url": f"{there}?again={task.pk}"}
        for task in reading.asked_before(summary)
    ]
    return writing_page(
        family,
        "workbook",
        form,
        heading="Ask a colleague for a part of my summary",
        caption=f"Workbook episode {summary.episode.number}",
        again=again,
        nobody=not form.fields["part"].queryset.exists(),
        consequences=DELEGATING,
        submit_label="Ask for this part",
        cancel_url=reverse("summary", args=[family.pk, summary.pk]),
    )


def withdraw_form(request, task):
    return opened(request, WithdrawForm, key_of("task-withdraw", task), initial={"version": task.version})


def withdraw_page(family, task, form):
    return writing_page(
        family,
        "workbook",
        form,
        heading=f"Withdraw what was asked of {task.part.worker}",
        caption=f"Workbook episode {task.summary.episode.number}",
        intro=f"Asked for: {task.what_is_needed}",
        consequences=WITHDRAWING,
        submit_label="Withdraw the task",
        cancel_url=reverse("summary", args=[family.pk, task.summary_id]),
    )
