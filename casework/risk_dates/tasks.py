from celery import shared_task
from django.utils import timezone

from casework import practice
from casework.practice import calendar
from casework.risk_dates.queries import to_be_told
from casework.risk_dates.services import tell_before
from casework.users.services import robot


@shared_task
def tell() -> int:
    """Tell of each date of risk that is near, never at night; return of how many."""
    now = timezone.now()
    if not calendar.may_remind_at(now, practice.current().settings):
        return 0
    return sum(tell_before(row, by=robot("reminders"), at=now) for row in to_be_told(timezone.localdate(now)))
