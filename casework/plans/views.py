"""A child's plans, assessments, conferences, court and care: the page, and what is added."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.sending import Again
from casework.acts.views import FamilyActView, call
from casework.allocations.leads.queries import plan_without_its_lead
from casework.allocations.queries import family_lead
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.plans import forms, presenters, services
from casework.plans.acts.presenters import PUT_RIGHT
from casework.plans.models import ChildFact


class Addition(NamedTuple):
    submit_label: str
    form_class: type[forms.AddForm]
    service: Callable[..., Sequence[ChildFact]]


# By the name of the page.
ADD_PAGES = {
    "assessment-add": Addition("Add an assessment", forms.AddAssessmentForm, services.begin_assessments),
    "plan-add": Addition("Add a plan", forms.AddPlanForm, services.begin_plans),
    "conference-add": Addition("Add a conference or review", forms.ConferenceForm, services.add_conferences),
    "legal-add": Addition("Add a court or care episode", forms.AddLegalForm, services.begin_legal),
}


@require_safe
def child_plans(request: SignedInRequest, family_id: int, child_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    child = get_object_or_404(family.children_ever(), pk=child_id)
    context = {
        "heading": f"Plans, conferences and court: {child}",
        "child": child,
        "fact_sections": presenters.fact_sections(family, child, timezone.localdate()),
        "may_record": family.access.can(Can.RECORD),
        "lead_missing": plan_without_its_lead(family, timezone.localdate()),
    }
    return render(request, "casework/plans/child_plans.html", family_page(family, "people", **context))


class AddFacts(FamilyActView):
    """Adds a fact for one or several children; `as_view` gets what ADD_PAGES says."""

    recorded_once = True
    section = "people"
    form_class = forms.AddForm
    service = staticmethod(services.begin_plans)

    @property
    def heading(self) -> str:
        return f"{self.submit_label}: {self.child}"

    def find(self, child_id: int) -> None:
        self.children = self.family.children_ever()
        self.child = get_object_or_404(self.children, pk=child_id)

    def initial(self) -> dict[str, Any]:
        lead = family_lead(self.family)
        return {"children": [self.child.pk], "led_by": lead.worker.name if lead else ""}

    def details(self) -> dict[str, Any]:
        return {"children": self.children, "today": timezone.localdate()}

    def act(self, form: PageForm) -> Sequence[ChildFact]:
        return call(self.service, self.family, form=form, by=self.request.user)

    def message(self, result: Sequence[ChildFact]) -> str:
        needed = plan_without_its_lead(self.family, timezone.localdate())
        added = f"Added for {', '.join(str(fact.child) for fact in result)}."
        return f"{added} {needed} The team’s manager names one." if needed else added

    def further(self, subject: ChildFact | None, words: dict[str, list[str]]) -> Again | None:
        """Of one child: of several there is no page that puts all of them right."""
        if subject is None:
            return None
        return self.change_on(
            PUT_RIGHT[type(subject)], self.family.pk, subject.pk, words=words, besides={"children", "kind"}
        )

    def next_url(self, result: Sequence[ChildFact]) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("child-plans", args=[self.family.pk, self.child.pk])


def add_view(name: str) -> Callable[..., HttpResponseBase]:
    """The view that adds what ADD_PAGES says of `name`."""
    return AddFacts.as_view(**ADD_PAGES[name]._asdict())
