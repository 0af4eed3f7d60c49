"""The summary of a worker who is away or leaves: handing it over, or leaving it as it stands."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from casework.access import Can, open_family
from casework.acts.views import carried_out
from workbook.handovers import pages, services
from workbook.summaries.pages import summary_of
from workbook.summaries.states import SummaryState


def hand_over(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = summary_of(family, summary_id)
    if summary.worker != request.user and not family.access.can(Can.LEAD):
        raise PermissionDenied("The lead social worker or a manager hands a colleague's summary over.")
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = pages.hand_over_form(request, summary)
    if handed := carried_out(request, form, partial(services.hand_over, summary), row=summary):
        messages.success(request, f"{handed.worker}’s summary is handed over to {handed.part_of.worker}.")
        return redirect("summary", family.pk, handed.part_of_id)
    context = pages.hand_over_page(family, summary, form, request.user)
    return render(request, "workbook/handovers/form_page.html", context, status=form.status)


def leave(request, family_id, summary_id):
    family = open_family(request, family_id, Can.LEAD)
    summary = summary_of(family, summary_id)
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = pages.leave_form(request, summary)
    if carried_out(request, form, partial(services.leave, summary), row=summary):
        messages.success(request, f"The summary of {summary.worker} is left as it stands.")
        return redirect("summary", family.pk, summary.pk)
    context = pages.leave_page(family, summary, form, request.user)
    return render(request, "workbook/handovers/form_page.html", context, status=form.status)
