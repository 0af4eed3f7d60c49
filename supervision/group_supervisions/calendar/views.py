"""The list of supervisions over all families."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.access import SignedInRequest, families_for
from casework.acts.paging import page_by_key
from supervision.group_supervisions.calendar.presenters import by_week, calendar_entry
from supervision.group_supervisions.calendar.queries import to_sign_off, upcoming

EARLIEST_FIRST = ("supervision_planned_for", "pk")
MOST_TO_SIGN_OFF = 25


def supervisions(request: SignedInRequest) -> HttpResponse:
    families = families_for(request.user)
    now = timezone.now()
    page = page_by_key(upcoming(families), EARLIEST_FIRST, request.GET.dict())
    entries = [calendar_entry(episode, now) for episode in page.rows]
    context = {
        "heading": "Supervision",
        "weeks": by_week(entries, timezone.localdate(now)),
        "to_sign_off": [] if page.previous_url else to_sign_off(families)[:MOST_TO_SIGN_OFF],
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "supervision/group_supervisions/supervisions.html", context)
