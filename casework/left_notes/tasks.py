from functools import partial

from celery import shared_task
from django.utils import timezone

from casework.left_notes.queries import notes_to_remind_of
from casework.left_notes.services import remind
from casework.trail.acting import tried
from casework.users.services import robot


@shared_task
def remind_of_notes() -> int:
    """Remind of the notes that are on no file for too long; return how many were told."""
    now, by = timezone.now(), robot("reminders")
    return sum(
        tried(partial(remind, note, by=by, at=now), "Nobody could be reminded of left note %s.", note.pk)
        for note in notes_to_remind_of(now)
    )
