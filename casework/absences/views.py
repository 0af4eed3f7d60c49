"""Who is away and who covers: one's own absences, and for a manager those of the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.absences import queries, services
from casework.absences.forms import AbsenceForm
from casework.absences.presenters import absence_row
from casework.acts.views import done
from casework.refusal import Refusal
from casework.words import say_date


def absences(request):
    today = timezone.localdate()
    away = queries.recordable_users(request.user, today)
    rows = [absence_row(request.user, row, row.user in away) for row in queries.absences_to_come(request.user, today)]
    context = {"heading": "Absences and cover", "rows": rows, "may_add": away.exists()}
    return render(request, "casework/absences/absences.html", context)


def add(request):
    today = timezone.localdate()
    users = queries.recordable_users(request.user, today)
    if not users:
        raise PermissionDenied("Absences are told of practitioners, by themselves or by their manager.")
    form = AbsenceForm(
        request.POST or None, users=users, covers=queries.covers_for_any(users, today), initial=_initial(request, users)
    )
    if absence := done(form, lambda: services.add(by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, f"{absence.cover} covers for {absence.user} until {say_date(absence.until_date)}.")
        return redirect("absences")
    return render(request, "layouts/form_page.html", _page(form))


def _initial(request, users):
    return {"user": request.user} if request.user in users else {}


def _page(form):
    return {
        "heading": "Say who is away and who covers",
        "form": form,
        "submit_label": "Save the absence",
        "cancel_url": reverse("absences"),
    }


def cancel(request, absence_id):
    rows = queries.absences_to_come(request.user, timezone.localdate())
    absence = get_object_or_404(
        rows, pk=absence_id, user__in=queries.recordable_users(request.user, timezone.localdate())
    )
    if request.method == "POST":
        try:
            services.cancel(absence, by=request.user, at=timezone.now())
        except Refusal as refusal:
            context = {"heading": "Not done", "sentence": refusal.sentence, "url": reverse("absences")}
            return render(request, "409.html", context, status=409)
        messages.success(request, f"{absence.cover} does not cover for {absence.user} any more.")
        return redirect("absences")
    return render(request, "casework/absences/cancel.html", {"heading": "Cancel the cover", "absence": absence})
