"""The family's warnings: the list, adding one, looking at one again, ending one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.warnings import forms, presenters, queries, services


@require_safe
def warnings(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    today = timezone.localdate()
    context = {
        "heading": "Warnings",
        "holding": presenters.warning_rows(family, request.user, today),
        "ended": queries.ended_warnings(family),
        "may_record": family.access.can(Can.RECORD),
        "may_end": family.access.can(Can.LEAD),
    }
    return render(request, "casework/warnings/warnings.html", family_page(family, "people", **context))


class WarningView(FamilyActView):
    section = "people"
    leads_to = "warnings"


class AddWarning(WarningView):
    changed_on = "warning-review"
    form_class = forms.WarningForm
    service = staticmethod(services.add)
    heading = "Add a warning"
    submit_label = "Add the warning"
    success = "The warning now stands at the head of each page of this family."

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}


class OneWarningView(WarningView):
    def find(self, caution_id: int) -> None:
        self.row = get_object_or_404(self.family.caution_set, pk=caution_id)


class ReviewWarning(OneWarningView):
    form_class = forms.ReviewWarningForm
    service = staticmethod(services.review)
    submit_label = "It still stands"
    success = "The warning was looked at again."

    @property
    def heading(self) -> str:
        return f"Look at the warning again: {self.row.get_kind_display()}"

    def initial(self) -> dict[str, Any]:
        return {"person": self.row.person_id, "detail": self.row.detail, "source": self.row.source}

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}

    def saved_now(self) -> list:
        return presenters.saved_text(self.row)


class EndWarning(OneWarningView):
    right = Can.LEAD
    form_class = forms.EndWarningForm
    service = staticmethod(services.end)
    submit_label = "End the warning"
    success = "The warning has ended."
    consequences = (
        "The warning is gone from the head of each page and from the packs that are made from now on.",
        "It stays in the list of ended warnings, with the reason and your name.",
    )

    @property
    def heading(self) -> str:
        return f"End the warning: {self.row.get_kind_display()}"

    def initial(self) -> dict[str, Any]:
        return {"ended_on": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.row.detail, "consequences": self.consequences, "dangerous": True}
