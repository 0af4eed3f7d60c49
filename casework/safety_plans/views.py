"""The family's safety plan: the current one, the next that is being written, its versions, and who has it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import practice
from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.safety_plans import forms, presenters, services
from casework.safety_plans.states import SafetyPlanState

MAKING_CURRENT = [
    "From now on this is the plan that the family keeps to; it stands in the packs.",
    "The version before is replaced. It stays readable, and you see who still has a copy of it.",
    "The text of this version does not change any more.",
]
SAVED_FIRST = "Saved. The family has no current plan until this version is made current."
SAVED_NEXT = "Saved. The current plan holds until this version is made current."


@require_safe
def read(request, family_id):
    family = open_family(request, family_id)
    versions = presenters.versions_of(family)
    context = {
        "heading": "Safety plan",
        "versions": versions,
        "old_copies": presenters.old_copies(versions),
        "may_write": family.access.can(Can.RECORD),
        "may_lead": family.access.can(Can.LEAD),
    }
    return render(request, "casework/safety_plans/read.html", family_page(family, "family", **context))


def write(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = _form(request, family, presenters.versions_of(family))
    if carried_out(request, form, partial(services.save, family)):
        messages.success(request, SAVED_NEXT if presenters.versions_of(family).current else SAVED_FIRST)
        return redirect("safety-plan", family.pk)
    versions = presenters.versions_of(family)
    if form.conflict:
        form.renew(_version(versions))
    context = {"heading": "Write the safety plan", "cancel_url": reverse("safety-plan", args=[family.pk])}
    context["submit_label"] = "Save the safety plan"
    context["saved_now"] = versions.draft.passages if versions.draft else []
    page = writing_page(family, "family", form, **context)
    return render(request, "casework/passages/page.html", page, status=form.status)


def _form(request, family, versions):
    """Of the version that is being written; where there is none, of the one that saving begins from the current."""
    begun_from = versions.draft or versions.current
    return opened(
        request, forms.SafetyPlanForm, key_of("safety-plan", family), people=(),
        passages=list(begun_from.plan.passages.all()) if begun_from else [],
        sections=practice.current().safety_plan_sections, initial={"version": _version(versions)},
    )  # fmt: skip


def _version(versions):
    return versions.draft.plan.version if versions.draft else 0


def make_current(request, family_id, safety_plan_id):
    family = open_family(request, family_id, Can.LEAD)
    plan = get_object_or_404(family.safetyplan_set, pk=safety_plan_id)
    if request.method == "GET" and plan.state != SafetyPlanState.DRAFT:
        return redirect("safety-plan", family.pk)
    initial = {"version": plan.version}
    form = opened(request, forms.MakeCurrentForm, key_of("make-current", plan), initial=initial)
    if carried_out(request, form, partial(services.make_current, plan), row=plan):
        messages.success(request, "This is the family's safety plan now. Say who was given it.")
        return redirect("safety-plan", family.pk)
    context = {"heading": f"Make version {plan.number} the current safety plan", "consequences": MAKING_CURRENT}
    context |= {"version": presenters.version_of(plan), "submit_label": "Make it the current plan"}
    return _form_page(request, family, form, "casework/safety_plans/make_current.html", context)


def give(request, family_id, safety_plan_id):
    family = open_family(request, family_id, Can.RECORD)
    plan = get_object_or_404(family.safetyplan_set, pk=safety_plan_id)
    if request.method == "GET" and plan.state != SafetyPlanState.CURRENT:
        return redirect("safety-plan", family.pk)
    form = opened(request, forms.GiveForm, blank_key(request), initial={"given_on": timezone.localdate()})
    if carried_out(request, form, partial(services.give, plan)):
        messages.success(request, f"{form.cleaned_data['name']} has the safety plan.")
        return redirect("safety-plan", family.pk)
    context = {
        "heading": f"Who was given version {plan.number} of the safety plan?",
        "submit_label": "Record who has it",
    }
    return _form_page(request, family, form, "acts/form_page.html", context)


def got_back(request, family_id, holder_id):
    family = open_family(request, family_id, Can.RECORD)
    holder = get_object_or_404(family.safetyplanholder_set.select_related("plan"), pk=holder_id)
    initial = {"got_back_on": timezone.localdate()}
    form = opened(request, forms.GotBackForm, key_of("got-back", holder), initial=initial)
    if carried_out(request, form, partial(services.got_back, holder)):
        messages.success(request, f"{holder.name} does not have version {holder.plan.number} any more.")
        return redirect("safety-plan", family.pk)
    context = {
        "heading": f"{holder.name}’s copy of version {holder.plan.number}",
        "submit_label": "Record that it is back",
    }
    return _form_page(request, family, form, "acts/form_page.html", context)


def _form_page(request, family, form, template, context):
    cancel_url = reverse("safety-plan", args=[family.pk])
    page = writing_page(family, "family", form, cancel_url=cancel_url, **context)
    return render(request, template, page, status=form.status)


@require_safe
def paper(request, family_id, safety_plan_id):
    """For the family itself: nothing but the plan, so without the warnings and the rest of the record."""
    family = open_family(request, family_id)
    plan = get_object_or_404(family.safetyplan_set.exclude(state=SafetyPlanState.DRAFT), pk=safety_plan_id)
    context = {"heading": "Our safety plan", "family_id": family.pk, "version": presenters.version_of(plan)}
    return render(request, "casework/safety_plans/paper.html", context)
