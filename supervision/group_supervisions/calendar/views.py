"""The list of supervisions over all families."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from casework.access import families_for
from supervision.group_supervisions.calendar.presenters import by_week, calendar_entry
from supervision.group_supervisions.calendar.queries import to_sign_off, upcoming
from supervision.group_supervisions.presenters import page_links
from supervision.group_supervisions.views import ON_A_PAGE

MOST_TO_SIGN_OFF = 25


def supervisions(request):
    families = families_for(request.user)
    now = timezone.now()
    page = Paginator(upcoming(families), ON_A_PAGE).get_page(request.GET.get("page"))
    entries = [calendar_entry(episode, now) for episode in page]
    context = {
        "heading": "Supervision",
        "weeks": by_week(entries, timezone.localdate(now)),
        "to_sign_off": to_sign_off(families)[:MOST_TO_SIGN_OFF] if page.number == 1 else [],
        **page_links(page),
    }
    return render(request, "supervision/group_supervisions/supervisions.html", context)
