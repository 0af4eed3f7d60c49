"""Each child's case summary: its versions, the open one, and completing it."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from casework import practice
from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.case_summaries import forms, presenters, services
from casework.case_summaries.forms import CaseSummaryForm
from casework.case_summaries.presenters import open_version, versions_of
from casework.case_summaries.states import CaseSummaryState
from casework.families.views import child_or_404


def latest_or_404(family, child):
    """The latest version, open or completed; Http404 where nothing has been written."""
    latest = family.casesummary_set.filter(child=child).first()
    if latest is None:
        raise Http404
    return latest


def text_form(request, family, child):
    """The form of the open version; where none is open, of the one that saving begins from the last text."""
    versions = versions_of(family, child)
    begun_from = versions.open or versions.current
    passages = list(begun_from.summary.passages.all()) if begun_from else []
    return opened(
        request, CaseSummaryForm, key_of(f"case-summary-{family.pk}", child), child=child, passages=passages,
        sections=practice.current().case_summary_sections, initial={"version": open_version(versions)},
    )  # fmt: skip


COMPLETING = [
    "The text of this version does not change any more. It stays with its date and your name.",
    "The next is due three months from now, and begins with this text.",
]


def read(request, family_id, child_id):
    family = open_family(request, family_id)
    child = child_or_404(family, child_id)
    return render(
        request,
        "casework/case_summaries/read.html",
        presenters.case_summary_page(family, child, heading=f"Case summary: {child}"),
    )


def write(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = child_or_404(family, child_id)
    form = text_form(request, family, child)
    if carried_out(request, form, partial(services.save, family, child)):
        messages.success(request, "Saved. Complete it when every heading has its text.")
        return redirect("case-summary", family.pk, child.pk)
    if form.conflict:
        form.renew(presenters.open_version(presenters.versions_of(family, child)))
    context = presenters.case_summary_page(family, child, heading=f"Write the case summary: {child}", form=form)
    context |= {"unsaved_url": reverse("unsaved-keep"), "saved_now": presenters.saved_text(context["versions"])}
    context["submit_label"] = "Save the case summary"
    return render(request, "casework/passages/page.html", context, status=form.status)


def complete(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = child_or_404(family, child_id)
    summary = latest_or_404(family, child)
    if request.method == "GET" and summary.state != CaseSummaryState.OPEN:
        return redirect("case-summary", family.pk, child.pk)
    initial = {"version": summary.version}
    form = opened(request, forms.CompleteCaseSummaryForm, key_of("case-summary-complete", summary), initial=initial)
    act = partial(services.complete, summary, headings=practice.current().case_summary_sections)
    if carried_out(request, form, act, row=summary):
        messages.success(request, f"The case summary of {child} is completed.")
        return redirect("case-summary", family.pk, child.pk)
    context = presenters.case_summary_page(family, child, heading=f"Complete the case summary: {child}", form=form)
    context["consequences"] = COMPLETING
    return render(request, "casework/case_summaries/complete.html", context, status=form.status)
