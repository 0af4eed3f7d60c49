"""The summary of a worker who is away or leaves: handing it over, or leaving it out."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened, writing_page
from workbook.summaries.handovers import presenters, queries, services
from workbook.summaries.handovers.forms import HandOverForm, LeaveOutForm
from workbook.summaries.states import SummaryState
from workbook.summaries.views import summary_of


def hand_over_form(request, summary):
    takers = None if summary.part_of else queries.possible_successors(summary, timezone.localdate())
    initial = {"version": summary.version}
    return opened(request, HandOverForm, key_of("summary-hand-over", summary), initial=initial, takers=takers)


def hand_over_page(family, summary, form, user):
    goes_to = f"{summary.part_of.worker}’s summary" if summary.part_of else "the summary of whoever takes it over"
    return _page(
        family,
        summary,
        form,
        user,
        heading=f"Hand over the summary of {summary.worker}",
        consequences=[
            f"What {summary.worker} has saved stands in {goes_to}, under {summary.worker}’s name, and does not change.",
            "The one rating is that of whoever finalises the whole.",
            f"What {summary.worker} records afterwards begins their next summary.",
        ],
        nobody="taker" in form.fields and not form.fields["taker"].queryset.exists(),
        submit_label="Hand it over",
    )


def leave_out_form(request, summary):
    return opened(request, LeaveOutForm, key_of("summary-leave", summary), initial={"version": summary.version})


def leave_out_page(family, summary, form, user):
    return _page(
        family,
        summary,
        form,
        user,
        heading=f"Leave the summary of {summary.worker} as it stands",
        consequences=[
            "The group does not read it. The supervision and the pack say so, with your reason.",
            "Its saved text stays in the Workbook. It can be written on only if the episode is reopened.",
        ],
        submit_label="Leave it as it stands",
    )


def _page(family, summary, form, user, **context):
    return writing_page(
        family,
        "workbook",
        form,
        caption=f"Workbook episode {summary.episode.number}",
        gone=presenters.worker_away(summary, timezone.localdate()) if summary.worker != user else None,
        cancel_url=reverse("summary", args=[family.pk, summary.pk]),
        **context,
    )


def hand_over(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = summary_of(family, summary_id)
    if summary.worker != request.user and not family.access.can(Can.LEAD):
        raise PermissionDenied("The lead social worker or a manager hands a colleague's summary over.")
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = hand_over_form(request, summary)
    if handed := carried_out(request, form, partial(services.hand_over, summary), row=summary):
        messages.success(request, f"{handed.worker}’s summary is handed over to {handed.part_of.worker}.")
        return redirect("summary", family.pk, handed.part_of_id)
    context = hand_over_page(family, summary, form, request.user)
    return render(request, "workbook/summaries/handovers/form_page.html", context, status=form.status)


def leave_out(request, family_id, summary_id):
    family = open_family(request, family_id, Can.LEAD)
    summary = summary_of(family, summary_id)
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = leave_out_form(request, summary)
    if carried_out(request, form, partial(services.leave_out, summary), row=summary):
        messages.success(request, f"The summary of {summary.worker} is left as it stands.")
        return redirect("summary", family.pk, summary.pk)
    context = leave_out_page(family, summary, form, request.user)
    return render(request, "workbook/summaries/handovers/form_page.html", context, status=form.status)
