from functools import partial

from celery import shared_task
from django.utils import timezone

from casework.matching.asking.queries import asks_to_remind_of
from casework.matching.asking.services import remind
from casework.trail.acting import tried
from casework.users.services import robot


@shared_task
def remind_of_asks() -> int:
    """Remind of what waits for an answer for too long; return how many were told."""
    now, by = timezone.now(), robot("reminders")
    return sum(
        tried(partial(remind, row, by=by, at=now), "Nobody could be reminded of ask %s.", row.pk)
        for row in asks_to_remind_of(now)
    )
