"""The page on which a manager reopens a case that was closed in error."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.forms import VersionedReasonForm
from casework.acts.views import FamilyActView
from casework.closures.reopening.checks import why_not_reopened
from casework.closures.views import get_closure, require_may_agree
from casework.forms.base import PageForm
from workbook.reopenings import services
from workbook.reopenings.presenters import consequences_of_reopening


class ReopenCase(FamilyActView):
    right = Can.READ  # `require_may_agree` asks for the grade
    form_class = VersionedReasonForm
    service = staticmethod(services.reopen)
    section = "people"
    submit_label = "Reopen the case"

    def find(self, closure_id: int) -> None:
        require_may_agree(self.family)
        self.row = get_closure(self.family, closure_id)
        self.child = self.row.involvement.child

    def closed(self) -> HttpResponse | None:
        if why_not := why_not_reopened(self.row, timezone.localdate()):
            context = {"sentence": why_not, "url": self.cancel_url(), "link": "See how the closing stands"}
            return render(self.request, "409.html", context, status=409)
        return None

    @property
    def heading(self) -> str:
        return f"The case for {self.child} was closed in error: reopen it"

    def details(self) -> dict[str, Any]:
        return {"label": "Why was closing it an error?"}

    def message(self, result: Any) -> str:
        return f"The case for {self.child} is open again."

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("closure", args=[self.family.pk, self.row.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": list(consequences_of_reopening(self.row, timezone.localdate())), "dangerous": True}
