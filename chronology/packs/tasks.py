"""Making the packs that are wanted, from the record as it is at that moment."""

from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from casework.documents import pdf
from casework.users.services import robot
from chronology.packs.presenters import lay_out
from supervision.packs.models import Pack


def make_waiting(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Make every pack that is wanted or was abandoned; return how many were made. Idempotent: two may run at once."""
    return pdf.make_waiting(Pack, lay_out, by=robot("packs"), clock=clock)


@shared_task
def sweep() -> int:
    return make_waiting()
