"""The pages of acts on a recorded fact."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from casework.acts.sending import Again
from casework.acts.views import FamilyActView, call
from casework.forms.base import PageForm
from casework.in_error.checks import one_standing
from casework.passages.presenters import PassageText
from casework.plans import queries, services
from casework.plans.acts import forms
from casework.plans.acts.presenters import ACTS, PUT_RIGHT
from casework.plans.models import AnyFact, Assessment, ChildFact
from casework.plans.presenters import saved_version, short_text
from casework.plans.queries import is_open
from casework.plans.status.presenters import label_of

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


class ActOnFact(FamilyActView):
    """One act on a recorded fact; `as_view` gets what ACTS and FORMS_AND_SERVICES say."""

    section = "people"
    form_class = forms.ActForm
    service = staticmethod(services.correct)
    model: type[AnyFact] = Assessment
    warning = ""
    ends = False  # it is done once, and put right on a page of its own

    @property
    def heading(self) -> str:
        return f"{self.submit_label}: {label_of(self.row)}, {self.row.child}"

    def find(self, **ids: int) -> None:
        """The address names the fact by its kind: plan_id, assessment_id …"""
        (fact_id,) = ids.values()
        self.row = one_standing(queries.facts_of(self.family, self.model), fact_id, self.family)

    def initial(self) -> dict[str, Any]:
        return forms.initial_of(self.row, self.form_class)

    def details(self) -> dict[str, Any]:
        return {"fact": self.row, "today": timezone.localdate()}

    def act(self, form: PageForm) -> ChildFact:
        return call(self.service, self.row, form=form, by=self.request.user)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "intro": short_text(self.row, timezone.localdate()),
            "consequences": [self.warning] if self.warning else [],
            "dangerous": True,
        }

    def saved_now(self) -> list[PassageText]:
        return saved_version(self.row, timezone.localdate())

    def further(self, subject: ChildFact | None, words: dict[str, list[str]]) -> Again | None:
        """What has ended or was held is put right on its page; every other act is done once more."""
        return self.change_on(PUT_RIGHT[self.model], *self.place_of(self.row), words=words) if self.ends else None

    def next_url(self, result: ChildFact) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("child-plans", args=[self.family.pk, self.row.child_id])


def act_view(name: str) -> Callable[..., HttpResponseBase]:
    """The view of one act on a fact: what ACTS says of `name`."""
    act, (form_class, service) = ACTS[name], FORMS_AND_SERVICES[name]
    return ActOnFact.as_view(
        model=act.model, right=act.right, submit_label=act.label, success=act.success,
        warning=act.warning, form_class=form_class, service=service, ends=act.when is is_open,
    )  # fmt: skip
