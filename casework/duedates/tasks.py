from celery import shared_task
from django.utils import timezone

from casework.duedates.reminders.services import raise_reminders


@shared_task
def remind() -> int:
    return raise_reminders(now=timezone.now())
