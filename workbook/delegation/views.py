"""Asking a colleague for a part of one's summary, and withdrawing it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from casework.access import Can, open_family
from casework.acts.views import carried_out
from casework.words import say_when
from workbook.delegation import pages, services
from workbook.delegation.reading import may_withdraw
from workbook.delegation.states import TaskState
from workbook.episodes.states import RUNNING
from workbook.summaries.pages import own_summary
from workbook.summaries.states import SummaryState


def delegate(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = own_summary(request, family, summary_id)
    asks = summary.state == SummaryState.OPEN and summary.episode.state in RUNNING and not summary.part_of
    if request.method == "GET" and not asks:
        return redirect("summary", family.pk, summary.pk)
    form = pages.delegate_form(request, summary)
    if task := carried_out(request, form, partial(services.delegate, summary)):
        messages.success(request, f"{task.part.worker} is asked for a part, by {say_when(task.due_at)}.")
        return redirect("summary", family.pk, summary.pk)
    context = pages.delegate_page(family, summary, form)
    return render(request, "workbook/delegation/delegate.html", context, status=form.status)


def withdraw(request, family_id, task_id):
    family = open_family(request, family_id, Can.RECORD)
    task = pages.task_of(family, task_id)
    if not may_withdraw(task, request.user, family.access):
        raise PermissionDenied(f"Only {task.summary.worker}, the lead social worker or a manager withdraws this task.")
    if request.method == "GET" and task.state != TaskState.ASKED:
        return redirect("summary", family.pk, task.summary_id)
    form = pages.withdraw_form(request, task)
    if carried_out(request, form, partial(services.withdraw, task), row=task):
        messages.success(request, f"{task.part.worker} has a summary of their own again.")
        return redirect("summary", family.pk, task.summary_id)
    context = pages.withdraw_page(family, task, form)
    return render(request, "acts/form_page.html", context, status=form.status)
