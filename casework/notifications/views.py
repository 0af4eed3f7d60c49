"""What somebody has been notified of, and marking it as read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import SignedInRequest
from casework.acts.paging import page_by_key
from casework.notifications.queries import LATEST_FIRST, latest_unread, notifications_for, unread_count
from casework.notifications.registry import shown
from casework.notifications.services import mark_read
from casework.sent import id_in


def notifications(request: SignedInRequest) -> HttpResponse:
    any_unread = unread_count(request.user) > 0
    page = page_by_key(notifications_for(request.user), LATEST_FIRST, request.GET)
    context = {
        "heading": "Notifications",
        "notifications": shown(page.rows, request.user),
        # What arrives after this page was opened was not on it, so it stays unread. What is not shown any more is read
        # with the rest: nobody could put its number away otherwise.
        "up_to": latest_unread(request.user) if any_unread else 0,
        "any_unread": any_unread,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "casework/notifications/notifications.html", context)


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    mark_read(request.user, at=timezone.now(), up_to=id_in(request.POST.get("up_to", "")))
    messages.success(request, "All are marked as read.")
    return redirect("notifications")
