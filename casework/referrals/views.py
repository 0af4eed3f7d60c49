"""A referral as it arrives, the checks added later, the decision for each child, and a child who was not seen."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ReasonForm
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.in_error.checks import one_standing
from casework.referrals import forms, presenters, queries, services
from casework.referrals.models import Referral


def read(request: SignedInRequest, family_id: int, referral_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    referral = get_object_or_404(family.referral_set.select_related("call"), pk=referral_id)
    context = presenters.read_context(family, referral, request.user)
    return render(request, "casework/referrals/referral.html", family_page(family, "people", **context))


def require_may_decide(family: Family) -> None:
    """Raise PermissionDenied for those who may not decide on a referral."""
    if not queries.may_decide(family):
        raise PermissionDenied("Deciding on a referral needs a higher grade. Ask the team's manager.")


class ReceiveReferral(FamilyActView):
    template_name = "casework/referrals/receive.html"
    right = Can.DECIDE
    section = "people"
    leads_to = "people"
    form_class = forms.ReferralForm
    service = staticmethod(services.receive)
    heading = "Record a referral"
    submit_label = "Record the referral"
    success = "The referral was recorded. It is to be decided for each child."

    def find(self) -> None:
        self.children, self.taken = queries.children_free_for_referral(self.family)
        self.calls = queries.calls_without_referral(self.family)

    def initial(self) -> dict[str, Any]:
        call = self.calls.select_related("taken_by").first()
        return forms.initial_of_referral(call, self.family.people_now(), timezone.localdate())

    def details(self) -> dict[str, Any]:
        return {
            "children": self.children,
            "calls": self.calls,
            "people": self.family.people_now(),
            "today": timezone.localdate(),
        }

    def form(self) -> forms.ReferralForm:
        form = cast("forms.ReferralForm", super().form())
        kept = form.restored.fields if form.restored else None
        form.rows = forms.agency_check_rows(self.request.POST or None, kept)
        return form

    def context(self, form: forms.ReferralForm) -> dict[str, Any]:
        return {"formset": form.rows, **presenters.receiving_context(self.children, self.taken)}

    def next_url(self, result: Referral) -> str:
        return reverse("referral", args=[self.family.pk, result.pk])


class ReferralView(FamilyActView):
    """An act on a referral; it leads back to the referral's page."""

    section = "people"

    def find(self, referral_id: int) -> None:
        self.row = get_object_or_404(self.family.referral_set, pk=referral_id)

    def next_url(self, result: Any) -> str:
        return reverse("referral", args=[self.family.pk, self.row.pk])

    def cancel_url(self) -> str:
        return reverse("referral", args=[self.family.pk, self.row.pk])


class AddCheck(ReferralView):
    form_class = forms.AgencyCheckForm
    service = staticmethod(services.add_check)
    heading = "Add a check"
    submit_label = "Add the check"
    success = "The check was added."

    def initial(self) -> dict[str, Any]:
        return {"made_on": timezone.localdate()}


class DecideOnReferral(ReferralView):
    template_name = "casework/referrals/decide.html"
    right = Can.READ
    form_class = forms.DecisionForm
    service = staticmethod(services.decide)
    heading = "Decide on the referral"
    submit_label = "Record the decision"
    success = "The decision was recorded."
    consequences = (
        "With no further action, advice or early help the child's case ends today, with all that is due for the child.",
        "With every other outcome the child stays open, and a worker is to be allocated.",
        "A decision is recorded once, with your name and the time.",
    )

    def find(self, referral_id: int) -> None:
        require_may_decide(self.family)
        super().find(referral_id)

    def details(self) -> dict[str, Any]:
        # One that was decided meanwhile is refused with a sentence, not dropped.
        waiting = [
            each
            for each in queries.involvements_of(self.row)
            if f"outcome-{each.pk}" in self.request.POST
            or not (each.decision or each.closed_on or each.withdrawn_because)
        ]
        return {"waiting": waiting, "today": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences, **presenters.decision_context(self.family, self.row)}


class InvolvementView(FamilyActView):
    """An act on one child's part in a referral; it leads back to the referral's page."""

    section = "people"

    def find(self, involvement_id: int) -> None:
        rows = self.family.involvement_set.select_related("child")
        self.row = one_standing(rows, involvement_id, self.family)

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("referral", args=[self.family.pk, self.row.referral_id])


class AllegeHarm(InvolvementView):
    form_class = forms.HarmForm
    service = staticmethod(services.allege_harm)
    submit_label = "Record it"

    @property
    def heading(self) -> str:
        return f"Deliberate harm to {self.row.child} is alleged"

    def initial(self) -> dict[str, Any]:
        return {"alleged_at": timezone.now()}

    def message(self, result: Any) -> str:
        return f"Recorded: {self.row.child} is to be seen."

    def next_url(self, result: Any) -> str:
        return reverse("child-not-seen", args=[self.family.pk, self.row.pk])


class SayNotSeen(InvolvementView):
    template_name = "casework/referrals/not_seen.html"
    form_class = ReasonForm
    service = staticmethod(services.say_not_seen)
    submit_label = "Record why not"

    @property
    def heading(self) -> str:
        return f"{self.row.child} is to be seen"

    def details(self) -> dict[str, Any]:
        return {
            "label": "Why was the child not seen?",
            "rows": 3,
            "max_length": 300,
            "missing": "Say why the child was not seen.",
        }

    def message(self, result: Any) -> str:
        return f"Recorded: why {self.row.child} was not seen."

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.not_seen_context(self.row)


class SayEarlyHelp(InvolvementView):
    right = Can.READ
    form_class = forms.EarlyHelpForm
    service = staticmethod(services.say_early_help)
    submit_label = "Record the decision"
    success = "Early help's decision was recorded."

    @property
    def heading(self) -> str:
        return f"Early help for {self.row.child}"

    def find(self, involvement_id: int) -> None:
        require_may_decide(self.family)
        super().find(involvement_id)
