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
from casework.documents.tables import as_csv
from casework.unallocated import reading, services
from casework.unallocated.forms import MonthForm, WhyForm
from casework.words import say_date

HEADER = ["Reference", "Family", "Child", "Since", "Days", "Need", "Reason", "Said on"]


def unallocated(request):
    today = _today_of_a_manager(request)
    waiting = reading.unallocated_of(request.user, today)
    context = {"heading": "Unallocated children", "waiting": waiting, "as_at": today}
    return render(request, "casework/unallocated/unallocated.html", context)


def _today_of_a_manager(request):
    today = timezone.localdate()
    if not reading.is_manager(request.user, today):
        raise PermissionDenied("Unallocated children are shown to managers. Ask your team manager.")
    return today


def _chosen(request):
    """The form bound to the month that the address names, and the report of that month; the running one by default."""
    months = reading.months(_today_of_a_manager(request))
    form = MonthForm({"month": request.GET.get("month", next(iter(months)))}, months=months)
    month = form.cleaned_data["month"] if form.is_valid() else next(iter(months))
    return form, month, reading.report(request.user, months[month])


def report(request):
    form, month, found = _chosen(request)
    heading = f"Unallocated children: {found.as_at:%B %Y}"
    context = {"heading": heading, "form": form, "month": month, "report": found}
    return render(request, "casework/unallocated/report.html", context)


def file(request):
    _, month, found = _chosen(request)
    answer = HttpResponse(as_csv(HEADER, map(_row, found.waiting)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="unallocated-{month}.csv"'
    return answer


def _row(each):
    why = (each.because.because, say_date(each.because.said_on)) if each.because else ("", "")
    return [
        each.family.reference, each.family, each.child.name, each.since.isoformat(), each.days, each.need, *why,
    ]  # fmt: skip


def say_why(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form = opened(request, WhyForm, key_of("unallocated", family))
    if carried_out(request, form, partial(services.say_why, family)):
        messages.success(request, f"Recorded: why nobody works with {family} yet.")
        return redirect("unallocated")
    context = {
        "heading": "Why nobody works with this family yet",
        "submit_label": "Record the reason",
        "cancel_url": reverse("unallocated"),
    }
    page = writing_page(family, "people", form, **context)
    return render(request, "acts/form_page.html", page, status=form.status)
