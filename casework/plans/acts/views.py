"""The pages of acts on a recorded fact."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.plans import queries, services
from casework.plans.acts import forms
from casework.plans.acts.presenters import ACTS
from casework.plans.presenters import saved_version, short_text
from casework.plans.status.presenters import label_of
from casework.plans.views import form_page

# By the name of the page (`acts/presenters.py` ACTS): the form, and the service that is called with what it gives.
FORMS_AND_SERVICES = {
    "assessment-end": (forms.EndAssessmentForm, services.end_assessment),
    "assessment-views": (forms.ViewsForm, services.record_views),
    "assessment-approve": (forms.ApprovalForm, services.approve),
    "assessment-put-right": (forms.CorrectAssessmentForm, services.correct),
    "assessment-withdraw": (forms.WithdrawForm, services.withdraw),
    "plan-end": (forms.EndPlanForm, services.end_plan),
    "plan-category": (forms.CategoryForm, services.change_category),
    "plan-views": (forms.ViewsForm, services.record_views),
    "plan-approve": (forms.ApprovalForm, services.approve),
    "plan-put-right": (forms.CorrectPlanForm, services.correct),
    "plan-withdraw": (forms.WithdrawForm, services.withdraw),
    "conference-held": (forms.HeldForm, services.record_held),
    "conference-not-held": (forms.NotHeldForm, services.record_not_held),
    "conference-put-right": (forms.CorrectConferenceForm, services.correct),
    "conference-withdraw": (forms.WithdrawForm, services.withdraw),
    "legal-end": (forms.EndLegalForm, services.end_legal),
    "legal-reunification": (forms.ReunificationForm, services.plan_reunification),
    "legal-put-right": (forms.CorrectLegalForm, services.correct),
    "legal-withdraw": (forms.WithdrawForm, services.withdraw),
}


def act_view(name):
    """The view of one act upon a fact: what ACTS says of `name`."""
    act = ACTS[name]
    form_class, service = FORMS_AND_SERVICES[name]

    def upon(request, family_id, **row):
        family = open_family(request, family_id, act.right)
        facts = queries.facts_of(family, act.model)
        fact = get_object_or_404(facts, pk=next(iter(row.values())))
        details = {"initial": forms.initial_of(fact, form_class), "fact": fact, "today": timezone.localdate()}
        form = opened(request, form_class, key_of(name, fact), **details)
        if carried_out(request, form, partial(service, fact), row=fact):
            messages.success(request, act.done)
            return redirect("child-plans", family.pk, fact.child_id)
        return form_page(request, family, fact.child, form, _act_context(act, fact))

    return upon


def _act_context(act, fact):
    """What the page of an act says of it and of the fact."""
    today = timezone.localdate()
    return {
        "heading": f"{act.label}: {label_of(fact)}, {fact.child}",
        "intro": short_text(fact, today),
        "submit_label": act.label,
        "saved_now": saved_version(fact, today),
        "consequences": [act.warning] if act.warning else [],
        "dangerous": True,
    }
