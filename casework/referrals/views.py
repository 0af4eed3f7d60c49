"""A referral as it arrives, the checks added later, the decision for each child, and a child who was not seen."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, saved, writing_page
from casework.family_page.presenters import family_page
from casework.referrals import forms, presenters, queries, services
from casework.referrals.forms import (
    AgencyCheckForm,
    DecisionForm,
    EarlyHelpForm,
    HarmForm,
    NotSeenForm,
    ReferralForm,
    agency_check_rows,
)


def _referral_forms(request, family):
    """The form of a referral, its rows of checks, and the children who are open on another already."""
    free, taken = queries.children_free_for_referral(family)
    today, calls = timezone.localdate(), queries.calls_without_referral(family)
    initial = forms.initial_of_referral(calls.select_related("taken_by").first(), today)
    form = opened(
        request, ReferralForm, blank_key(request), initial=initial, children=free, calls=calls, today=today
    )  # fmt: skip
    rows = agency_check_rows(request.POST or None, form.restored.fields if form.restored else None)
    return form, rows, taken


def _receive(request, family, form, rows):
    """The referral, or None where form or rows say what is wrong with them."""
    if not rows.is_valid():
        form.is_valid()
        return None
    act = {"checks": rows.checks(), "by": request.user, "at": timezone.now()}
    return saved(request, form, lambda: services.receive(family, **form.details(), **act))


def _decision_form(request, referral):
    # One that was decided meanwhile is refused with a sentence, not dropped.
    waiting = [
        each
        for each in referral.involvements.select_related("child", "family")
        if f"outcome-{each.pk}" in request.POST or not (each.decision or each.closed_on)
    ]
    key = key_of("referral-decide", referral)
    return opened(request, DecisionForm, key, waiting=waiting, today=timezone.localdate())


SMALL = "acts/form_page.html"


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form, rows, taken = _referral_forms(request, family)
    if request.method == "POST" and (referral := _receive(request, family, form, rows)):
        messages.success(request, "The referral was recorded. It is to be decided for each child.")
        return redirect("referral", family.pk, referral.pk)
    context = presenters.referral_context(family, form, rows, taken)
    return render(request, "casework/referrals/receive.html", writing_page(family, "people", form, **context))


def read(request, family_id, referral_id):
    family = open_family(request, family_id)
    referral = get_object_or_404(family.referral_set.select_related("call"), pk=referral_id)
    context = presenters.read_context(family, referral, request.user)
    return render(request, "casework/referrals/referral.html", family_page(family, "people", **context))


def check(request, family_id, referral_id):
    family = open_family(request, family_id, Can.RECORD)
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = opened(request, AgencyCheckForm, blank_key(request), initial={"made_on": timezone.localdate()})
    if carried_out(request, form, partial(services.add_check, referral)):
        messages.success(request, "The check was added.")
        return redirect("referral", family.pk, referral.pk)
    context = presenters.form_context(referral, heading="Add a check", submit_label="Add the check")
    return render(request, SMALL, writing_page(family, "people", form, **context))


def decide(request, family_id, referral_id):
    family = open_family(request, family_id)
    if not queries.may_decide(family):
        raise PermissionDenied("Deciding on a referral needs a higher grade. Ask the team's manager.")
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = _decision_form(request, referral)
    if carried_out(request, form, partial(services.decide, referral)):
        messages.success(request, "The decision was recorded.")
        return redirect("referral", family.pk, referral.pk)
    context = presenters.decision_context(family, referral)
    page = writing_page(family, "people", form, **context)
    return render(request, "casework/referrals/decide.html", page, status=form.status)


def harm(request, family_id, involvement_id):
    family = open_family(request, family_id, Can.RECORD)
    involvement = get_object_or_404(family.involvement_set.select_related("child"), pk=involvement_id)
    form = opened(request, HarmForm, blank_key(request), initial={"alleged_at": timezone.now()})
    if carried_out(request, form, partial(services.allege_harm, involvement)):
        messages.success(request, f"Recorded: {involvement.child} is to be seen.")
        return redirect("child-not-seen", family.pk, involvement.pk)
    context = presenters.form_context(
        involvement.referral, heading=f"Deliberate harm to {involvement.child} is alleged", submit_label="Record it"
    )
    return render(request, SMALL, writing_page(family, "people", form, **context), status=form.status)


def not_seen(request, family_id, involvement_id):
    family = open_family(request, family_id, Can.RECORD)
    involvement = get_object_or_404(family.involvement_set.select_related("child"), pk=involvement_id)
    form = opened(request, NotSeenForm, key_of("not-seen", involvement))
    if carried_out(request, form, partial(services.say_not_seen, involvement)):
        messages.success(request, f"Recorded: why {involvement.child} was not seen.")
        return redirect("referral", family.pk, involvement.referral_id)
    context = presenters.not_seen_context(involvement)
    page = writing_page(family, "people", form, **context)
    return render(request, "casework/referrals/not_seen.html", page, status=form.status)


def early_help(request, family_id, involvement_id):
    family = open_family(request, family_id)
    if not queries.may_decide(family):
        raise PermissionDenied("Deciding on a referral needs a higher grade. Ask the team's manager.")
    involvement = get_object_or_404(family.involvement_set.select_related("child"), pk=involvement_id)
    form = opened(request, EarlyHelpForm, key_of("early-help", involvement))
    if carried_out(request, form, partial(services.say_early_help, involvement)):
        messages.success(request, "Early help's decision was recorded.")
        return redirect("referral", family.pk, involvement.referral_id)
    context = presenters.form_context(
        involvement.referral, heading=f"Early help for {involvement.child}", submit_label="Record the decision"
    )
    return render(request, SMALL, writing_page(family, "people", form, **context), status=form.status)
