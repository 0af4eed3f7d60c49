"""Children with whom nobody works: the list, the monthly report and its file, and the reason (A10.16)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.documents.presenters import as_csv
from casework.unallocated import presenters, queries, services
from casework.unallocated.forms import MonthForm, ReasonForm
from casework.unallocated.presenters import CSV_HEADER, csv_row


def unallocated(request):
    today = _today_of_a_manager(request)
    waiting = presenters.unallocated_for(request.user, today)
    context = {"heading": "Unallocated children", "waiting": waiting, "as_at": today}
    return render(request, "casework/unallocated/unallocated.html", context)


def _today_of_a_manager(request):
    today = timezone.localdate()
    if not queries.is_manager(request.user, today):
        raise PermissionDenied("Unallocated children are shown to managers. Ask your team manager.")
    return today


def _chosen(request):
    """The form bound to the month that the address names, and the report of that month; the running one by default."""
    months = queries.months(_today_of_a_manager(request))
    form = MonthForm({"month": request.GET.get("month", next(iter(months)))}, months=months)
    month = form.cleaned_data["month"] if form.is_valid() else next(iter(months))
    return form, month, presenters.monthly_report(request.user, months[month])


def report(request):
    form, month, found = _chosen(request)
    heading = f"Unallocated children: {found.as_at:%B %Y}"
    context = {"heading": heading, "form": form, "month": month, "report": found}
    return render(request, "casework/unallocated/report.html", context)


def file(request):
    _, month, found = _chosen(request)
    answer = HttpResponse(as_csv(CSV_HEADER, map(csv_row, found.waiting)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="unallocated-{month}.csv"'
    return answer


def reason(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form = opened(request, ReasonForm, key_of("unallocated", family))
    if carried_out(request, form, partial(services.record_reason, family)):
        messages.success(request, f"Recorded: why nobody works with {family} yet.")
        return redirect("unallocated")
    context = {
        "heading": "Why nobody works with this family yet",
        "submit_label": "Record the reason",
        "cancel_url": reverse("unallocated"),
    }
    page = writing_page(family, "people", form, **context)
    return render(request, "acts/form_page.html", page, status=form.status)
