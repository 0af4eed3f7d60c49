"""Recording that a copy was given, that it came back, and the list of a family's copies."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.copies import forms, queries, services
from casework.copies.models import CopyGiven
from casework.copies.registry import COPYABLES
from casework.families.models import FamilyRecord
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.in_error.checks import check_not_in_error
from casework.subjects import type_of


@require_safe
def copies(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = {
        "heading": "Copies given",
        "copies": queries.copies_of(family).order_by("-given_on", "-pk"),
        "may_write": family.access.can(Can.RECORD),
    }
    return render(request, "casework/copies/list.html", family_page(family, "family", **context))


class GiveCopy(FamilyActView):
    """Of a finished record; a second copy is another record."""

    section = "family"
    form_class = forms.GiveForm
    service = staticmethod(services.give)
    submit_label = "Record that a copy was given"
    row: FamilyRecord

    def find(self, copyable: str, record_id: int) -> None:
        self.entry = COPYABLES.get(copyable)
        if self.entry is None:
            raise Http404
        check_not_in_error(type_of(self.entry.model), record_id, self.family)
        row = queries.record_in(self.family, copyable, record_id)
        if row is None:
            raise Http404
        self.row = row

    def closed(self) -> HttpResponse | None:
        return None if self.entry and self.entry.finished_on(self.row) else redirect(self.cancel_url())

    @property
    def heading(self) -> str:
        return "Record that a copy was given"

    def initial(self) -> dict[str, Any]:
        return {"given_on": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}

    def message(self, result: CopyGiven) -> str:
        return f"{result.name} has {result.version}."

    def next_url(self, result: CopyGiven) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return self.entry.page(self.row) if self.entry else ""

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"caption": self.entry.name(self.row) if self.entry else ""}


class GetCopyBack(FamilyActView):
    section = "family"
    leads_to = "copies"
    form_class = forms.GotBackForm
    service = staticmethod(services.got_back)
    submit_label = "Record that it is back"

    def find(self, copy_id: int) -> None:
        self.row = get_object_or_404(queries.copies_of(self.family), pk=copy_id)

    @property
    def heading(self) -> str:
        return f"{self.row.name}’s copy of {self.row.version}"

    def initial(self) -> dict[str, Any]:
        return {"got_back_on": timezone.localdate()}

    def message(self, result: CopyGiven) -> str:
        return f"{self.row.name} does not have {self.row.version} any more."
