"""Each child's case summary: its versions, the open one, and completing it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from casework import practice
from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.summaries import forms, pages, reading, services
from casework.summaries.states import CaseSummaryState

COMPLETING = [
    "The text of this version does not change any more. It stays with its date and your name.",
    "The next is due three months from now, and begins with this text.",
]


def read(request, family_id, child_id):
    family = open_family(request, family_id)
    child = pages.child_of(family, child_id)
    return render(request, "casework/summaries/read.html", pages.page(family, child, heading=f"Case summary: {child}"))


def write(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = pages.child_of(family, child_id)
    form = pages.form_of(request, family, child)
    if carried_out(request, form, partial(services.save, family, child)):
        messages.success(request, "Saved. Complete it when every heading has its text.")
        return redirect("case-summary", family.pk, child.pk)
    if form.conflict:
        form.renew(pages.open_version(reading.versions_of(family, child)))
    context = pages.page(family, child, heading=f"Write the case summary: {child}", form=form)
    context |= {"unsaved_url": reverse("unsaved-keep"), "saved_now": pages.standing_text(context["versions"])}
    context["submit_label"] = "Save the case summary"
    return render(request, "casework/passages/page.html", context, status=form.status)


def complete(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = pages.child_of(family, child_id)
    summary = pages.latest_of(family, child)
    if request.method == "GET" and summary.state != CaseSummaryState.OPEN:
        return redirect("case-summary", family.pk, child.pk)
    initial = {"version": summary.version}
    form = opened(request, forms.CompleteForm, key_of("case-summary-complete", summary), initial=initial)
    act = partial(services.complete, summary, headings=practice.current().case_summary_sections)
    if carried_out(request, form, act, row=summary):
        messages.success(request, f"The case summary of {child} is completed.")
        return redirect("case-summary", family.pk, child.pk)
    context = pages.page(family, child, heading=f"Complete the case summary: {child}", form=form)
    context["consequences"] = COMPLETING
    return render(request, "casework/summaries/complete.html", context, status=form.status)
