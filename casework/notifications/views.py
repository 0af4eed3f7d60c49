from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.notifications.queries import notifications_for
from casework.notifications.services import mark_read

PER_PAGE = 25


def notifications(request):
    page = Paginator(notifications_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Notifications",
        "notifications": page.object_list,
        # What arrives after this page was opened has not been shown, so it stays unread.
        "up_to": page[0].pk if page else 0,
        "any_unread": request.user.unread_count > 0,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "casework/notifications/notifications.html", context)


@require_POST
def read(request):
    up_to = request.POST.get("up_to", "")
    mark_read(request.user, at=timezone.now(), up_to=int(up_to) if up_to.isdecimal() else None)
    messages.success(request, "All are marked as read.")
    return redirect("notifications")
