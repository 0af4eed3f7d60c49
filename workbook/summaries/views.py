"""Reading a worker's summary; writing, finalising and taking back one's own."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.family_page.presenters import family_page
from casework.passages.reading import people_of
from workbook.summaries import extracts, forms, pages, reading, services
from workbook.summaries.states import SummaryState

WITHDRAWAL = [
    "Your summary is open again, and you can change it until you finalise it once more.",
    "The group does not read it until then; the supervision cannot be held while it is open.",
    "What you record from now on goes into this summary. What stands in the next one already stays there.",
]


def summary(request, family_id, summary_id):
    family = open_family(request, family_id)
    summary = pages.summary_of(family, summary_id)
    heading = pages.heading_of(summary, request.user)
    context = pages.page(family, summary, heading=heading, **pages.acts(family, summary, request.user))
    return render(request, "workbook/summaries/read.html", context)


@require_safe
def extract(request, family_id, summary_id):
    """The text under sub-headings by kind, of everybody or of one person."""
    family = open_family(request, family_id)
    summary = pages.summary_of(family, summary_id)
    people = people_of(family)
    notes = reading.notes_of(summary, people)
    form = extracts.ExtractForm(request.GET or None, kinds=extracts.kinds_in(notes), people=people)
    wanted = form.wanted()
    context = {
        "heading": f"{pages.heading_of(summary, request.user)}: under sub-headings",
        "summary": summary,
        "form": form,
        "groups": extracts.grouped(notes, wanted, people),
        "said": [] if wanted.kind else list(extracts.said(summary, wanted, people)),
    }
    return render(request, "workbook/summaries/extract.html", family_page(family, "workbook", **context))


def write(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = pages.own_summary(request, family, summary_id)
    if request.method == "GET" and summary.state != SummaryState.OPEN:
        return redirect("summary", family.pk, summary.pk)
    form = pages.summary_form(request, summary)
    if carried_out(request, form, partial(services.write, summary), row=summary):
        messages.success(request, "Saved. Everybody who works with the family can read it, marked as not finalised.")
        return redirect("summary-write", family.pk, summary.pk)
    heading = pages.heading_of(summary, request.user)
    context = pages.page(family, summary, heading=heading, form=form, unsaved_url=reverse("unsaved-keep"))
    context |= {"saved_now": reading.stands(context["card"]), **pages.acts(family, summary, request.user)}
    return render(request, "workbook/summaries/write.html", context, status=form.status)


def finalise(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = pages.own_summary(request, family, summary_id)
    initial = {"version": summary.version}
    form = opened(request, forms.FinaliseForm, key_of("summary-finalise", summary), initial=initial)
    if carried_out(request, form, partial(services.finalise, summary), row=summary):
        messages.success(request, "Finalised. What you record from now on begins your next summary.")
        return redirect("summary", family.pk, summary.pk)
    heading = pages.finalise_label(summary)
    context = pages.page(family, summary, heading=heading, form=form, consequences=pages.consequences_of(summary))
    context |= pages.finalising(summary)
    return render(request, "workbook/summaries/finalise.html", context, status=form.status)


def withdraw(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = pages.own_summary(request, family, summary_id)
    initial = {"version": summary.version}
    form = opened(request, forms.WithdrawForm, key_of("summary-withdraw", summary), initial=initial)
    if carried_out(request, form, partial(services.withdraw, summary), row=summary):
        messages.success(request, "Your summary is open again. Finalise it before the supervision.")
        return redirect("summary-write", family.pk, summary.pk)
    context = pages.page(
        family, summary, heading=f"Take my {pages.mine(summary)} back", form=form, consequences=WITHDRAWAL
    )
    context |= {"submit_label": "Take it back", "unsaved_url": reverse("unsaved-keep")}
    return render(request, "acts/form_page.html", context, status=form.status)
