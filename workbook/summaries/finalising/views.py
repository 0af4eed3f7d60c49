"""Finalising one's own summary, and taking it back."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from workbook.summaries import presenters as summaries_presenters
from workbook.summaries import services, views
from workbook.summaries.finalising import forms, presenters
from workbook.summaries.finalising.presenters import WITHDRAWAL


def finalise(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = views.own_summary(request, family, summary_id)
    initial = {"version": summary.version}
    form = opened(request, forms.FinaliseForm, key_of("summary-finalise", summary), initial=initial)
    if carried_out(request, form, partial(services.finalise, summary), row=summary):
        messages.success(request, "Finalised. What you record from now on begins your next summary.")
        return redirect("summary", family.pk, summary.pk)
    heading = presenters.finalise_label(summary)
    context = summaries_presenters.summary_page(
        family, summary, heading=heading, form=form, consequences=presenters.consequences_of(summary)
    )
    context |= presenters.gaps_context(summary)
    return render(request, "workbook/summaries/finalise.html", context, status=form.status)


def withdraw(request, family_id, summary_id):
    family = open_family(request, family_id, Can.RECORD)
    summary = views.own_summary(request, family, summary_id)
    initial = {"version": summary.version}
    form = opened(request, forms.WithdrawSummaryForm, key_of("summary-withdraw", summary), initial=initial)
    if carried_out(request, form, partial(services.withdraw, summary), row=summary):
        messages.success(request, "Your summary is open again. Finalise it before the supervision.")
        return redirect("summary-write", family.pk, summary.pk)
    context = summaries_presenters.summary_page(
        family,
        summary,
        heading=f"Take my {summaries_presenters.noun_of(summary)} back",
        form=form,
        consequences=WITHDRAWAL,
    )
    context |= {"submit_label": "Take it back", "unsaved_url": reverse("unsaved-keep")}
    return render(request, "acts/form_page.html", context, status=form.status)
