from celery import shared_task
from django.utils import timezone

from casework.calls.services import overdue_and_not_told, tell_of_overdue
from casework.users.services import robot


@shared_task
def remind():
    now = timezone.now()
    return sum(tell_of_overdue(call, by=robot("reminders"), at=now) for call in overdue_and_not_told(now))
