"""The compliance figures of a month, the list that each counts, and both as files (C7)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest
from casework.acts.paging import page_by_key
from casework.documents.presenters import as_csv
from casework.duedates.models import DueDate
from casework.sent import id_in
from casework.unallocated.forms import MonthForm
from casework.unallocated.queries import is_manager, months
from supervision.compliance import presenters, queries
from supervision.compliance.presenters import Asked
from supervision.compliance.queries import DATE_FIGURES, DATES, WRITE_UP, WRITE_UP_FIGURES, Month

MOST_IN_FILE = 5000


def _asked(request: SignedInRequest) -> tuple[MonthForm, Asked]:
    """The form bound to the month that the address names, the running one by default; for managers alone."""
    today = timezone.localdate()
    if not is_manager(request.user, today):
        raise PermissionDenied("Compliance figures are shown to managers. Ask your team manager.")
    known = months(today)
    form = MonthForm({"month": request.GET.get("month", next(iter(known)))}, months=known)
    key = form.cleaned_data["month"] if form.is_valid() else next(iter(known))
    month = Month(known[key].replace(day=1), known[key])
    return form, Asked(key, month, id_in(request.GET.get("team", "")), id_in(request.GET.get("worker", "")))


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    form, asked = _asked(request)
    context = {
        "heading": f"Compliance figures: {asked.month.as_at:%B %Y}",
        "form": form,
        "as_at": asked.month.as_at,
        "tables": presenters.tables(request.user, asked),
        "file_url": asked.url("compliance-file"),
    }
    return render(request, "supervision/compliance/figures.html", context)


@require_safe
def figures_file(request: SignedInRequest) -> HttpResponse:
    _, asked = _asked(request)
    rows = presenters.csv_rows(presenters.tables(request.user, asked))
    return _file(presenters.CSV_HEADER, rows, f"compliance-{asked.key}.csv")


@require_safe
def listed(request: SignedInRequest) -> HttpResponse:
    _, asked = _asked(request)
    rows, heading = _rows(request, asked)
    page = page_by_key(rows, queries.DUE_FIRST, request.GET)
    context: dict[str, Any] = {
        "heading": heading,
        "as_at": asked.month.as_at,
        "back": asked._replace(team=None, worker=None).url("compliance"),
        "listed": presenters.listed(page.rows, asked.month.until),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "query": request.GET.urlencode(),
    }
    return render(request, "supervision/compliance/list.html", context)


@require_safe
def list_file(request: SignedInRequest) -> HttpResponse:
    _, asked = _asked(request)
    rows, _ = _rows(request, asked)
    found = presenters.listed(rows.order_by(*queries.DUE_FIRST)[:MOST_IN_FILE], asked.month.until)
    return _file(presenters.LIST_HEADER, map(presenters.csv_row, found), f"compliance-list-{asked.key}.csv")


def _rows(request: SignedInRequest, asked: Asked) -> tuple[QuerySet[DueDate], str]:
    """The rows that a figure counts, and its words; Http404 for a figure that there is none of."""
    what, figure = request.GET.get("what", ""), request.GET.get("figure", "")
    of_write_ups = what == WRITE_UP
    if figure not in (WRITE_UP_FIGURES if of_write_ups else DATE_FIGURES):
        raise Http404
    if of_write_ups:
        rows, said = queries.write_ups(request.user, asked.month), presenters.labels()
    else:
        rows, said = queries.dates_due(request.user, asked.month), presenters.DATE_LABELS
        if what in DATES:
            rows = rows.filter(timescale=what)
        elif what != "dates":
            raise Http404
    rows = asked.narrowed(rows)
    if request.GET.get("worker") == "nobody":
        rows = rows.filter(owner=None)
    heading = "Write-ups of visits" if of_write_ups else "What was due"
    found = rows.filter(queries.conditions(asked.month)[figure]).select_related("family", "owner", "team", "child")
    return found, f"{heading}, {asked.month.as_at:%B %Y}: {said[figure].lower()}"


def _file(header: list[str], rows: Any, name: str) -> HttpResponse:
    answer = HttpResponse(as_csv(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
