"""Opening a record in an emergency: the pages on which it is done, its list, and its review."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework import practice
from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import WritingForm
from casework.acts.paging import page_by_key
from casework.acts.views import ActView, FamilyActView
from casework.calls.views import open_call
from casework.emergencies import forms, queries, services
from casework.emergencies.models import Emergency, EmergencyReview, Outcome
from casework.emergencies.presenters import answer_to, emergency_lines
from casework.people.protecting.views import protection_in
from casework.sent import LARGEST_ID
from casework.words import say_when

CONSEQUENCES = (
    "You read the record, and write nothing in it. What is protected stays shut: it is asked for by itself.",
    "Your managers, and those named for the family, are told at once and read your reason.",
    "Each page that you open is on record, and a manager reviews it afterwards.",
)


class OpenRecord(ActView):
    """The same page for everybody and of every family: what comes of it is said when it is sent."""

    form_class: type[WritingForm] = forms.OpenForm
    service = staticmethod(services.open_record)
    heading = "Open a record in an emergency"
    submit_label = "Open the record"
    template_name = "casework/emergencies/open.html"

    def initial(self) -> dict[str, Any]:
        return {"hours": practice.current().settings.emergency_hours}

    def subjects(self) -> tuple[Any, ...]:
        return (self.row,)

    def context(self, form: WritingForm) -> dict[str, Any]:
        return {"consequences": CONSEQUENCES, "dangerous": True}

    def message(self, result: Emergency) -> str:
        if result.outcome == Outcome.OPEN_ALREADY:
            return "This record is open to you already."
        return f"The record is open to you until {say_when(result.until_at)}." if result.until_at else ""

    def next_url(self, result: Emergency) -> str:
        if result.outcome in (Outcome.OPENED, Outcome.OPEN_ALREADY):
            return reverse("family", args=[result.family_id])
        return reverse("emergency", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("families")


class OpenFromCall(OpenRecord):
    """Of the child of a call, by the name that was said: whatever the search for a match showed."""

    form_class = forms.OpenFromCallForm

    def find(self, call_id: int) -> None:
        self.row = open_call(self.request, call_id)

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "typed": self.row.child_name}

    def cancel_url(self) -> str:
        return reverse("call", args=[self.row.pk])


class OpenProtected(FamilyActView):
    """The second act: what is protected, with a reason of its own."""

    right = Can.READ
    section = "people"
    form_class = forms.EmergencyForm
    service = staticmethod(services.open_protected)
    heading = "Open what is protected in an emergency"
    submit_label = "Open what is protected"
    template_name = "casework/emergencies/open.html"
    private = True

    def find(self, protection_id: int) -> None:
        self.row = protection_in(self.family, protection_id)

    def subjects(self) -> tuple[Any, ...]:
        return (self.row, self.family)

    def context(self, form: WritingForm) -> dict[str, Any]:
        consequences = (
            "Those who may read it, their managers and yours are told at once and read your reason.",
            "It is shut again when the emergency ends.",
        )
        return {"consequences": consequences, "dangerous": True}

    def message(self, result: Emergency) -> str:
        return f"It is open to you until {say_when(result.until_at)}." if result.until_at else ""

    def next_url(self, result: Emergency) -> str:
        if result.opened:
            return reverse("protection", args=[self.family.pk, self.row.pk])
        return reverse("emergency", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("protection", args=[self.family.pk, self.row.pk])


@require_safe
def emergencies(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    rows = queries.emergencies_for(request.user, timezone.localdate(now))
    page = page_by_key(rows, queries.NEWEST_FIRST, request.GET)
    context = {
        "heading": "Records opened in an emergency",
        "rows": emergency_lines(page.rows, request.user, now),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "casework/emergencies/emergencies.html", context)


def _emergency_or_404(request: SignedInRequest, pk: int, today: date) -> Emergency:
    return get_object_or_404(queries.emergencies_for(request.user, today), pk=min(pk, LARGEST_ID))


@require_safe
def emergency(request: SignedInRequest, emergency_id: int) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    row = _emergency_or_404(request, emergency_id, today)
    [line] = emergency_lines([row], request.user, now)
    context = {
        "heading": "Opened in an emergency" if row.opened else "Asked for in an emergency",
        "line": line,
        "answer": answer_to(row, request.user, today),
        "may_review": line.review is None and queries.may_review(request.user, row, today),
    }
    return render(request, "casework/emergencies/emergency.html", context)


@require_safe
def of_family(request: SignedInRequest, family_id: int, emergency_id: int) -> HttpResponse:
    """From a date of the family to the page of what was opened; the family may have become part of this one."""
    family = open_family(request, family_id)
    row = _emergency_or_404(request, emergency_id, timezone.localdate())
    if queries.where_it_is(row.family) != family:
        raise Http404
    return redirect("emergency", row.pk)


@require_POST
def end(request: SignedInRequest, emergency_id: int) -> HttpResponse:
    """One press: whoever opened it has finished."""
    own = request.user.emergencies.filter(outcome=Outcome.OPENED).select_related("grant")
    row = get_object_or_404(own, pk=min(emergency_id, LARGEST_ID))
    services.end(row, by=request.user, at=timezone.now())
    messages.success(request, "It has ended: what you opened in the emergency is shut again.")
    return redirect("emergency", row.pk)


class Review(ActView):
    recorded_once = True
    form_class = forms.ReviewForm
    service = staticmethod(services.review)
    heading = "Review what was opened in an emergency"
    submit_label = "Save the review"
    success = "The review was saved."
    template_name = "casework/emergencies/review.html"

    def find(self, emergency_id: int) -> None:
        self.today = timezone.localdate()
        self.row = _emergency_or_404(self.request, emergency_id, self.today)
        if not queries.may_review(self.request.user, self.row, self.today):
            raise PermissionDenied(services.ANOTHER_REVIEWS)

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if hasattr(self.row, "review") else None

    def context(self, form: WritingForm) -> dict[str, Any]:
        [line] = emergency_lines([self.row], self.request.user, timezone.now())
        return {"line": line}

    def next_url(self, result: EmergencyReview) -> str:
        return reverse("emergency", args=[self.row.pk])

    def cancel_url(self) -> str:
        return reverse("emergency", args=[self.row.pk])
