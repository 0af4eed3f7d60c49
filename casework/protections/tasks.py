from celery import shared_task
from django.utils import timezone

from casework.protections.queries import readers_to_notice
from casework.protections.services import notice
from casework.users.services import robot


@shared_task
def notice_readers() -> int:
    """Tell of each reader who has left, or works now with those from whom it is kept; return of how many."""
    now = timezone.now()
    rows = readers_to_notice(timezone.localdate(now))
    for row in rows:
        notice(row, by=robot("reminders"), at=now)
    return len(rows)
