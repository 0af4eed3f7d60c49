"""Children with whom nobody works: the list, the monthly report and its file, and the reason (A10.16)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest
from casework.acts.forms import ReasonForm
from casework.acts.paging import page_by_key
from casework.acts.views import FamilyActView
from casework.documents.presenters import as_csv
from casework.unallocated import presenters, queries, services
from casework.unallocated.forms import MonthForm
from casework.unallocated.presenters import CSV_HEADER, MonthlyReport, csv_row


def unallocated(request: SignedInRequest) -> HttpResponse:
    today = _today_of_a_manager(request)
    waiting = queries.waiting_now(queries.involvements_for(request.user), today)
    page = page_by_key(waiting, queries.LONGEST_FIRST, request.GET)
    context = {
        "heading": "Unallocated children",
        "waiting": presenters.unallocated_children(page.rows, today),
        "as_at": today,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "casework/unallocated/unallocated.html", context)


def _today_of_a_manager(request: SignedInRequest) -> date:
    """Today; raises PermissionDenied for who is no manager."""
    today = timezone.localdate()
    if not queries.is_manager(request.user, today):
        raise PermissionDenied("Unallocated children are shown to managers. Ask your team manager.")
    return today


def _chosen(request: SignedInRequest) -> tuple[MonthForm, str, MonthlyReport]:
    """The form bound to the month that the address names, its key and its report; the running month by default."""
    today = _today_of_a_manager(request)
    months = queries.months(today)
    form = MonthForm({"month": request.GET.get("month", next(iter(months)))}, months=months)
    month = form.cleaned_data["month"] if form.is_valid() else next(iter(months))
    return form, month, presenters.monthly_report(request.user, months[month], today)


def report(request: SignedInRequest) -> HttpResponse:
    form, month, found = _chosen(request)
    heading = f"Unallocated children: {found.as_at:%B %Y}"
    context = {"heading": heading, "form": form, "month": month, "report": found}
    return render(request, "casework/unallocated/report.html", context)


def file(request: SignedInRequest) -> HttpResponse:
    _, month, found = _chosen(request)
    answer = HttpResponse(as_csv(CSV_HEADER, map(csv_row, found.waiting)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="unallocated-{month}.csv"'
    return answer


class RecordReason(FamilyActView):
    right = Can.DECIDE
    section = "people"
    form_class = ReasonForm
    service = staticmethod(services.record_reason)
    heading = "Why nobody works with this family yet"
    submit_label = "Record the reason"

    def details(self) -> dict[str, Any]:
        return {
            "label": "Why does nobody work with this family yet?",
            "missing": "Say why nobody works with the family yet.",
        }

    def message(self, result: object) -> str:
        return f"Recorded: why nobody works with {self.family} yet."

    def next_url(self, result: object) -> str:
        return reverse("unallocated")

    def cancel_url(self) -> str:
        return reverse("unallocated")
