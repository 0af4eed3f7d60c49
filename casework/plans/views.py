"""A child's plans, assessments, conferences, court and care: the page, and what is added."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import blank_key
from casework.acts.views import carried_out, opened, writing_page
from casework.allocations.queries import family_lead
from casework.family_page.presenters import family_page
from casework.plans import forms, presenters, services

# By the name of the page: heading, form and service of what is added.
ADD_PAGES = {
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
        "kinds": presenters.fact_sections(family, child, timezone.localdate()),
        "may_record": family.access.can(Can.RECORD),
    }
    return render(request, "casework/plans/child_plans.html", family_page(family, "people", **context))


def add_view(name):
    """The view that adds what ADD_PAGES says of `name`."""
    heading, form_class, service = ADD_PAGES[name]

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
        return form_page(request, family, child, form, context)

    return add


def _for_each(service, family, *, children, **given):
    return service(family, list(children), **given)


def form_page(request, family, child, form, context):
    cancel_url = reverse("child-plans", args=[family.pk, child.pk])
    page = writing_page(family, "people", form, cancel_url=cancel_url, **context)
    return render(request, "acts/form_page.html", page, status=form.status)
