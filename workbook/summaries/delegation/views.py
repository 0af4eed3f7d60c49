"""Asking a colleague for a part of one's summary, and withdrawing the task."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.words import say_when
from workbook.episodes.states import RUNNING
from workbook.summaries.delegation import queries, services
from workbook.summaries.delegation.checks import may_withdraw_task
from workbook.summaries.delegation.forms import DelegateForm, WithdrawTaskForm
from workbook.summaries.delegation.presenters import DELEGATING, WITHDRAWING
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.states import SummaryState
from workbook.summaries.views import own_summary


def task_of(family, task_id):
    """The task of this family; Http404 for another's."""
    tasks = family.delegatedtask_set.select_related("family", "summary__worker", "part__worker", "summary__episode")
    return get_object_or_404(tasks, pk=task_id)


def delegate_form(request, summary):
    now = timezone.now()
    offered = queries.part_candidates(summary, timezone.localdate(now))
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
    due_at = queries.suggested_due(planned_for, now) if planned_for > now else None
    again = request.GET.get("again", "")
    task = next((each for each in queries.previous_tasks(summary) if str(each.pk) == again), None)
    if task is None:
        return {"due_at": due_at}
    part = summary.episode.summaries.filter(allocation=task.part.allocation_id).first()
    return {"due_at": due_at, "what_is_needed": task.what_is_needed, "part": part}


def delegate_page(family, summary, form):
    there = reverse("summary-delegate", args=[family.pk, summary.pk])
    again = [
        {"who": task.part.worker, "what": task.what_is_needed, "url": f"{there}?again={task.pk}"}
        for task in queries.previous_tasks(summary)
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
    return opened(request, WithdrawTaskForm, key_of("task-withdraw", task), initial={"version": task.version})


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


def delegate(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = own_summary(request, family, summary_id)
    asks = summary.state == SummaryState.OPEN and summary.episode.state in RUNNING and not summary.part_of
    if request.method == "GET" and not asks:
        return redirect("summary", family.pk, summary.pk)
    form = delegate_form(request, summary)
    if task := carried_out(request, form, partial(services.delegate, summary)):
        messages.success(request, f"{task.part.worker} is asked for a part, by {say_when(task.due_at)}.")
        return redirect("summary", family.pk, summary.pk)
    context = delegate_page(family, summary, form)
    return render(request, "workbook/summaries/delegation/delegate.html", context, status=form.status)


def withdraw(request, family_id, task_id):
    family = open_family(request, family_id, Can.RECORD)
    task = task_of(family, task_id)
    if not may_withdraw_task(task, request.user, family.access):
        raise PermissionDenied(f"Only {task.summary.worker}, the lead social worker or a manager withdraws this task.")
    if request.method == "GET" and task.state != TaskState.ASKED:
        return redirect("summary", family.pk, task.summary_id)
    form = withdraw_form(request, task)
    if carried_out(request, form, partial(services.withdraw, task), row=task):
        messages.success(request, f"{task.part.worker} has a summary of their own again.")
        return redirect("summary", family.pk, task.summary_id)
    context = withdraw_page(family, task, form)
    return render(request, "acts/form_page.html", context, status=form.status)
