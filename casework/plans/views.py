"""A child's plans, assessments, conferences, court and care: the page, what is added, and what follows upon each."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.allocations.reading import family_lead
from casework.family_page.presenters import family_page
from casework.plans import forms, reading, services
from casework.plans.acts import ACTS
from casework.plans.lines import as_it_stands, in_short
from casework.plans.standing import label_of

# By the name of the page: heading, form and service of what is added.
ADDED = {
    "assessment-add": ("Add an assessment", forms.AssessmentForm, services.begin_assessments),
    "plan-add": ("Add a plan", forms.PlanForm, services.begin_plans),
    "conference-add": ("Add a conference or review", forms.ConferenceForm, services.add_conferences),
    "legal-add": ("Add a court or care episode", forms.LegalForm, services.begin_legal),
}


@require_safe
def child_plans(request, family_id, child_id):
    family = open_family(request, family_id)
    child = get_object_or_404(family.people_ever().filter(is_child=True), pk=child_id)
    context = {
        "heading": f"Plans, conferences and court: {child}",
        "child": child,
        "kinds": reading.sections(family, child, timezone.localdate()),
        "may_record": family.access.can(Can.RECORD),
    }
    return render(request, "casework/plans/child_plans.html", family_page(family, "people", **context))


def adding(name):
    """The view that adds what ADDED says of `name`."""
    heading, form_class, service = ADDED[name]

    def add(request, family_id, child_id):
        family = open_family(request, family_id, Can.RECORD)
        children = family.people_ever().filter(is_child=True)
        child = get_object_or_404(children, pk=child_id)
        lead = family_lead(family)
        initial = {"children": [child.pk], "led_by": lead.worker.name if lead else ""}
        details = {"children": children, "today": timezone.localdate()}
        form = opened(request, form_class, blank_key(request), initial=initial, **details)
        if carried_out(request, form, partial(_for_each, service, family)):
            messages.success(request, f"Added for {', '.join(map(str, form.cleaned_data['children']))}.")
            return redirect("child-plans", family.pk, child.pk)
        context = {"heading": f"{heading}: {child}", "submit_label": heading}
        return _form_page(request, family, child, form, context)

    return add


def _for_each(service, family, *, children, **given):
    return service(family, list(children), **given)


def acting(name):
    """The view of one act upon a fact: what ACTS says of `name`."""
    act = ACTS[name]

    def upon(request, family_id, **row):
        family = open_family(request, family_id, act.right)
        facts = reading.facts_of(family, act.model)
        fact = get_object_or_404(facts, pk=next(iter(row.values())))
        details = {"initial": reading.initial_of(fact, act.form), "fact": fact, "today": timezone.localdate()}
        form = opened(request, act.form, key_of(name, fact), **details)
        if carried_out(request, form, partial(act.service, fact), row=fact):
            messages.success(request, act.done)
            return redirect("child-plans", family.pk, fact.child_id)
        return _form_page(request, family, fact.child, form, _told(act, fact))

    return upon


def _told(act, fact):
    """What the page of an act says of it and of the fact."""
    today = timezone.localdate()
    return {
        "heading": f"{act.label}: {label_of(fact)}, {fact.child}",
        "intro": in_short(fact, today),
        "submit_label": act.label,
        "saved_now": as_it_stands(fact, today),
        "consequences": [act.warning] if act.warning else [],
        "dangerous": True,
    }


def _form_page(request, family, child, form, context):
    cancel_url = reverse("child-plans", args=[family.pk, child.pk])
    page = writing_page(family, "people", form, cancel_url=cancel_url, **context)
    return render(request, "acts/form_page.html", page, status=form.status)
