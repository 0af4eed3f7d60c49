"""The page on which a manager closes the family's Workbook."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, may_take
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from supervision.workbook_closures import services
from supervision.workbook_closures.forms import CloseWorkbookForm
from supervision.workbook_closures.presenters import closing_conditions, open_kinds
from supervision.workbook_closures.queries import OpenInWorkbook, open_in_workbook
from workbook.workbooks.queries import open_workbook_of


class CloseWorkbook(FamilyActView):
    right = Can.READ
    section = leads_to = "workbook"
    form_class = CloseWorkbookForm
    service = staticmethod(services.close)
    template_name = "supervision/workbook_closures/close.html"
    submit_label = "Close the Workbook"
    success = "The Workbook is closed. Its workers and business support have been told."

    def find(self) -> None:
        if not may_take(self.family.access, "close_workbook"):
            raise PermissionDenied("Closing a Workbook needs another grade. Ask the family's team manager.")
        self.row = open_workbook_of(self.family)

    def closed(self) -> HttpResponse | None:
        if self.row is not None:
            return None
        context = {
            "sentence": "This family has no open Workbook, so there is none to close.",
            "url": reverse("workbook", args=[self.family.pk]),
            "link": "See the Workbook",
        }
        return render(self.request, "409.html", context, status=409)

    def post(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        return self.closed() or super().post(request, **ids)

    @property
    def heading(self) -> str:
        return f"Close the Workbook, version {self.row.version}"

    @cached_property
    def open_work(self) -> OpenInWorkbook:
        return open_in_workbook(self.row, at=timezone.now(), by=self.request.user, page=self.request.path)

    def saw(self) -> str:
        return self.open_work.fingerprint

    def details(self) -> dict[str, Any]:
        return {"open_work": self.open_work}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "workbook": self.row,
            "open_kinds": open_kinds(self.open_work),
            "conditions": list(closing_conditions(self.row)),
        }
