from celery import shared_task
from django.utils import timezone

from casework.calls.queries import overdue_calls
from casework.calls.services import notify_overdue
from casework.users.services import robot


@shared_task
def remind() -> int:
    """Notify of each call of which the hour has passed; return of how many."""
    now = timezone.now()
    return sum(notify_overdue(call, by=robot("reminders"), at=now) for call in overdue_calls(now))
