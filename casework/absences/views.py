"""Who is away and who covers: one's own absences, and for a manager those of the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.absences import reading, services
from casework.absences.forms import AbsenceForm
from casework.access import families_for
from casework.acts.views import done
from casework.refusal import Refusal
from casework.unsaved.reading import kept_in
from casework.words import say_date


def absences(request):
    today = timezone.localdate()
    away = reading.may_be_away(request.user, today)
    rows = [_row(request.user, row, row.user in away) for row in reading.absences_of(request.user, today)]
    context = {"heading": "Absences and cover", "rows": rows, "may_add": away.exists()}
    return render(request, "casework/absences/absences.html", context)


def _row(user, absence, may_cancel):
    """With what the one who is away has typed and not saved, told to their manager: that it is there, not its words."""
    told = may_cancel and absence.user != user
    return absence, may_cancel, kept_in(absence.user, families_for(user)) if told else []


def add(request):
    today = timezone.localdate()
    users = reading.may_be_away(request.user, today)
    if not users:
        raise PermissionDenied("Absences are told of practitioners, by themselves or by their manager.")
    form = AbsenceForm(
        request.POST or None, users=users, covers=reading.covers_offered(users, today), initial=_initial(request, users)
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
    rows = reading.absences_of(request.user, timezone.localdate())
    absence = get_object_or_404(rows, pk=absence_id, user__in=reading.may_be_away(request.user, timezone.localdate()))
    if request.method == "POST":
        try:
            services.cancel(absence, by=request.user, at=timezone.now())
        except Refusal as refusal:
            context = {"heading": "Not done", "sentence": refusal.sentence, "url": reverse("absences")}
            return render(request, "409.html", context, status=409)
        messages.success(request, f"{absence.cover} does not cover for {absence.user} any more.")
        return redirect("absences")
    return render(request, "casework/absences/cancel.html", {"heading": "Cancel the cover", "absence": absence})
