"""Who is away and who covers: one's own absences, and for a manager those of the team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.absences import queries, services
from casework.absences.forms import AbsenceForm
from casework.absences.models import Absence
from casework.absences.presenters import absence_items
from casework.access import SignedInRequest
from casework.acts.views import ActView
from casework.refusal import Refusal
from casework.words import say_date


def absences(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    may_add = queries.recordable_users(request.user, today).exists()
    context = {"heading": "Absences and cover", "rows": absence_items(request.user, today), "may_add": may_add}
    return render(request, "casework/absences/absences.html", context)


class AddAbsence(ActView):
    form_class = AbsenceForm
    service = staticmethod(services.add)
    heading = "Say who is away and who covers"
    submit_label = "Save the absence"

    def find(self) -> None:
        self.today = timezone.localdate()
        self.users = queries.recordable_users(self.request.user, self.today)
        if not self.users:
            raise PermissionDenied("Absences are told of practitioners, by themselves or by their manager.")

    def details(self) -> dict[str, Any]:
        return {"users": self.users, "covers": queries.covers_for_any(self.users, self.today)}

    def initial(self) -> dict[str, Any]:
        return {"user": self.request.user} if self.request.user in self.users else {}

    def subjects(self) -> tuple[Any, ...]:
        return ()

    def message(self, absence: Absence) -> str:
        return f"{absence.cover} covers for {absence.user} until {say_date(absence.last_day)}."

    def next_url(self, result: Absence) -> str:
        return reverse("absences")

    def cancel_url(self) -> str:
        return reverse("absences")


def cancel(request: SignedInRequest, absence_id: int) -> HttpResponse:
    today = timezone.localdate()
    recordable = queries.recordable_users(request.user, today)
    rows = queries.absences_to_come(request.user, today).filter(user__in=recordable)
    absence = get_object_or_404(rows, pk=absence_id)
    if request.method == "POST":
        return _cancel(request, absence)
    return render(request, "casework/absences/cancel.html", {"heading": "Cancel the cover", "absence": absence})


def _cancel(request: SignedInRequest, absence: Absence) -> HttpResponse:
    try:
        services.cancel(absence, by=request.user, at=timezone.now())
    except Refusal as refusal:
        context = {"heading": "Not done", "sentence": refusal.sentence, "url": reverse("absences")}
        return render(request, "409.html", context, status=409)
    messages.success(request, f"{absence.cover} does not cover for {absence.user} any more.")
    return redirect("absences")
