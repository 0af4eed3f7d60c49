from functools import partial

from celery import shared_task
from django.utils import timezone

from casework.emergencies.queries import waiting_to_be_passed_on
from casework.emergencies.services import pass_on
from casework.trail.acting import tried
from casework.users.services import robot


@shared_task
def pass_on_unreviewed() -> int:
    """Tell the next managers of what nobody has reviewed in time, at any hour; return how many were told."""
    now, by = timezone.now(), robot("reminders")
    return sum(
        tried(partial(pass_on, row, by=by, at=now), "Emergency %s could not be passed on.", row.pk)
        for row in waiting_to_be_passed_on(now)
    )
