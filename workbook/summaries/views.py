"""Reading a worker's summary, and writing one's own."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.passages.queries import people_to_write_about
from workbook.summaries import presenters, services
from workbook.summaries.forms import RATING, SummaryForm
from workbook.summaries.queries import sections_for, with_parts
from workbook.summaries.states import SummaryState


def summary_of(family, summary_id):
    """The summary of this family; Http404 for another's."""
    summaries = family.interventionsummary_set.select_related(
        "episode__workbook", "allocation", "worker", "family", "part_of__worker"
    )
    return get_object_or_404(summaries.prefetch_related("passages", with_parts()), pk=summary_id)


def own_summary(request, family, summary_id):
    """As `summary_of`; PermissionDenied where it is another worker's."""
    summary = summary_of(family, summary_id)
    if summary.worker != request.user:
        raise PermissionDenied(f"Only {summary.worker} writes in this summary.")
    return summary


def summary_form(request, summary):
    passages = list(summary.passages.all())
    initial = {name: getattr(summary, name) for name in ("version", *RATING)}
    return opened(
        request, SummaryForm, key_of("summary-write", summary), initial=initial, passages=passages,
        sections=sections_for(summary.allocation.role), people=people_to_write_about(summary.family, passages),
        rated=summary.part_of_id is None,
    )  # fmt: skip


def summary(request, family_id, summary_id):
    family = open_family(request, family_id)
    summary = summary_of(family, summary_id)
    heading = presenters.heading_of(summary, request.user)
    context = presenters.summary_page(
        family, summary, heading=heading, **presenters.acts_context(family, summary, request.user)
    )
    return render(request, "workbook/summaries/read.html", context)


def write(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = own_summary(request, family, summary_id)
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = summary_form(request, summary)
    if carried_out(request, form, partial(services.write, summary), row=summary):
        messages.success(request, "Saved. Everybody who works with the family can read it, marked as not finalised.")
        return redirect("summary-write", family.pk, summary.pk)
    heading = presenters.heading_of(summary, request.user)
    context = presenters.summary_page(family, summary, heading=heading, form=form, unsaved_url=reverse("unsaved-keep"))
    context |= {
        "saved_now": presenters.saved_texts(context["card"]),
        **presenters.acts_context(family, summary, request.user),
    }
    return render(request, "workbook/summaries/write.html", context, status=form.status)
