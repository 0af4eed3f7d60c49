from functools import partial

from celery import shared_task
from django.utils import timezone

from casework.left_notes.queries import notes_to_look_at
from casework.mentions import services
from casework.trail.acting import tried
from casework.users.services import robot


@shared_task
def look() -> int:
    """File the notes that were left, and tell restricted families what was recorded of them; return how many."""
    now, by = timezone.now(), robot("filing")
    told = 0
    for note in notes_to_look_at():
        looked = partial(services.look_for_left_note, note, by=by, at=now)
        told += tried(looked, "Left note %s could not be looked at.", note.pk)
    looks = (services.look_through_calls, services.look_through_people, services.look_through_restrictions)
    return told + sum(look_through(by=by, at=now) for look_through in looks)
