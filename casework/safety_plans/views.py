"""The family's safety plan: the current one, the next that is being written, its versions, and who has it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import practice
from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.frozen.presenters import finished_record, links_to, urls_of_finished
from casework.passages.presenters import PassageText
from casework.safety_plans import forms, presenters, services
from casework.safety_plans.models import SafetyPlan, SafetyPlanPrinting
from casework.safety_plans.queries import printing_of
from casework.safety_plans.states import SafetyPlanState


@require_safe
def read(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    versions = presenters.versions_of(family)
    current = versions.current
    frozen = urls_of_finished("safety_plan", [each.plan for each in versions.earlier])
    context = {
        "heading": "Safety plan",
        "versions": versions,
        "old_copies": presenters.old_copies(versions),
        "may_write": family.access.can(Can.RECORD),
        "may_lead": family.access.can(Can.LEAD),
        "finished": finished_record("safety_plan", current.plan, request.user, family.access) if current else None,
        "finished_links": links_to("safety_plan", family.safetyplan_set.filter(pk__in=frozen), family),
        "shown_live": [each for each in versions.earlier if each.plan.pk not in frozen],
    }
    return render(request, "casework/safety_plans/read.html", family_page(family, "family", **context))


class SafetyPlanView(FamilyActView):
    section = "family"
    leads_to = "safety-plan"


class WriteSafetyPlan(SafetyPlanView):
    """Of the version that is being written; where there is none, saving begins one from the text of the current."""

    template_name = "casework/passages/page.html"
    form_class = forms.SafetyPlanForm
    service = staticmethod(services.save)
    heading = "Write the safety plan"
    submit_label = "Save the safety plan"

    def versions(self) -> presenters.SafetyPlanVersions:
        return presenters.versions_of(self.family)

    def details(self) -> dict[str, Any]:
        versions = self.versions()
        begun_from = versions.draft or versions.current
        return {
            "people": (),
            "passages": list(begun_from.plan.passages.all()) if begun_from else [],
            "sections": practice.current().safety_plan_sections,
        }

    def written_in(self) -> SafetyPlan | None:
        draft = self.versions().draft
        return draft.plan if draft else None

    def saw(self) -> int:
        return self.versions().draft_version

    def message(self, result: SafetyPlan) -> str:
        if self.versions().current:
            return "Saved. The current plan holds until this version is made current."
        return "Saved. The family has no current plan until this version is made current."

    def saved_now(self) -> list[PassageText]:
        draft = self.versions().draft
        return draft.passages if draft else []


class OnePlanView(SafetyPlanView):
    """An act on one version, `row`."""

    opens_in: SafetyPlanState  # in any other state the page leads back to the safety plan

    def find(self, safety_plan_id: int) -> None:
        self.row = get_object_or_404(self.family.safetyplan_set, pk=safety_plan_id)

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == self.opens_in else redirect(self.cancel_url())


class MakeCurrent(OnePlanView):
    right = Can.LEAD
    opens_in = SafetyPlanState.DRAFT
    template_name = "casework/safety_plans/make_current.html"
    form_class = forms.MakeCurrentForm
    service = staticmethod(services.make_current)
    submit_label = "Make it the current plan"
    success = "This is the family's safety plan now. Say who was given it."
    consequences = (
        "From now on this is the plan that the family keeps to; the packs say which version it is and who has it.",
        "The version before is replaced. It stays readable, and you see who still has a copy of it.",
        "The text of this version does not change any more.",
    )

    def decided_on(self) -> list[str]:
        return [reverse("safety-plan-write", args=[self.family.pk])]

    @property
    def heading(self) -> str:
        return f"Make version {self.row.number} the current safety plan"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences, "version": presenters.version_of(self.row)}


class AskBeforePrinting(SafetyPlanView):
    """Asked each day on which a version is printed, before its paper opens."""

    form_class = forms.PrintForm
    service = staticmethod(services.ask_before_printing)
    submit_label = "Go on to print it"

    def find(self, safety_plan_id: int) -> None:
        self.row = printable(self.family, safety_plan_id)

    @property
    def heading(self) -> str:
        return f"Before you print version {self.row.number} of the safety plan"

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}

    def next_url(self, result: SafetyPlanPrinting) -> str:
        return reverse("safety-plan-print", args=[self.family.pk, self.row.pk])


def printable(family: Family, safety_plan_id: int) -> SafetyPlan:
    return get_object_or_404(family.safetyplan_set.exclude(state=SafetyPlanState.DRAFT), pk=safety_plan_id)


@require_safe
def paper(request: SignedInRequest, family_id: int, safety_plan_id: int) -> HttpResponse:
    """For the family itself: nothing but the plan, so without the warnings and the rest of the record."""
    family = open_family(request, family_id)
    plan = printable(family, safety_plan_id)
    asked = printing_of(plan, timezone.localdate())
    if asked is None:
        return redirect("safety-plan-ask", family.pk, plan.pk)
    context = {
        "heading": "Our safety plan",
        "family_id": family.pk,
        "version": presenters.version_of(plan),
        "passages": presenters.passages_on_paper(plan, request.user),
        "asked": asked,
        "not_for": presenters.names_not_for(asked),
    }
    return render(request, "casework/safety_plans/paper.html", context)
