"""A referral as it arrives, the checks added later, the decision for each child, and a child who was not seen."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.intake import pages, reading, services
from casework.intake.forms import CheckForm, EarlyHelpForm, HarmForm, NotSeenForm

SMALL = "acts/form_page.html"


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form, rows, taken = pages.referral_forms(request, family)
    if request.method == "POST" and (referral := pages.received(request, family, form, rows)):
        messages.success(request, "The referral was recorded. It is to be decided for each child.")
        return redirect("referral", family.pk, referral.pk)
    context = pages.referral_context(family, form, rows, taken)
    return render(request, "casework/intake/receive.html", writing_page(family, "people", form, **context))


def read(request, family_id, referral_id):
    family = open_family(request, family_id)
    referral = get_object_or_404(family.referral_set.select_related("call"), pk=referral_id)
    context = pages.read_context(family, referral, request.user)
    return render(request, "casework/intake/referral.html", family_page(family, "people", **context))


def check(request, family_id, referral_id):
    family = open_family(request, family_id, Can.RECORD)
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = opened(request, CheckForm, blank_key(request), initial={"made_on": timezone.localdate()})
    if carried_out(request, form, partial(services.add_check, referral)):
        messages.success(request, "The check was added.")
        return redirect("referral", family.pk, referral.pk)
    context = pages.of_referral(referral, heading="Add a check", submit_label="Add the check")
    return render(request, SMALL, writing_page(family, "people", form, **context))


def decide(request, family_id, referral_id):
    family = open_family(request, family_id)
    if not reading.may_decide(family):
        raise PermissionDenied("Deciding on a referral needs a higher grade. Ask the team's manager.")
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = pages.decision_form(request, referral)
    if carried_out(request, form, partial(services.decide, referral)):
        messages.success(request, "The decision was recorded.")
        return redirect("referral", family.pk, referral.pk)
    context = pages.decision_context(family, referral)
    page = writing_page(family, "people", form, **context)
    return render(request, "casework/intake/decide.html", page, status=form.status)


def harm(request, family_id, involvement_id):
    family = open_family(request, family_id, Can.RECORD)
    involvement = get_object_or_404(family.involvement_set.select_related("child"), pk=involvement_id)
    form = opened(request, HarmForm, blank_key(request), initial={"alleged_at": timezone.now()})
    if carried_out(request, form, partial(services.allege_harm, involvement)):
        messages.success(request, f"Recorded: {involvement.child} is to be seen.")
        return redirect("child-not-seen", family.pk, involvement.pk)
    context = pages.of_referral(
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
    context = pages.not_seen_context(involvement)
    page = writing_page(family, "people", form, **context)
    return render(request, "casework/intake/not_seen.html", page, status=form.status)


def early_help(request, family_id, involvement_id):
    family = open_family(request, family_id)
    if not reading.may_decide(family):
        raise PermissionDenied("Deciding on a referral needs a higher grade. Ask the team's manager.")
    involvement = get_object_or_404(family.involvement_set.select_related("child"), pk=involvement_id)
    form = opened(request, EarlyHelpForm, key_of("early-help", involvement))
    if carried_out(request, form, partial(services.say_early_help, involvement)):
        messages.success(request, "Early help's decision was recorded.")
        return redirect("referral", family.pk, involvement.referral_id)
    context = pages.of_referral(
        involvement.referral, heading=f"Early help for {involvement.child}", submit_label="Record the decision"
    )
    return render(request, SMALL, writing_page(family, "people", form, **context), status=form.status)
