from celery import shared_task
from django.utils import timezone

from casework.open_pages.services import purge
from casework.unsaved.services import purge_discarded


@shared_task
def sweep() -> int:
    """Delete what was discarded a day ago, and who had which page open."""
    return purge_discarded(timezone.now()) + purge(timezone.now())
