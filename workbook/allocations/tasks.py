from celery import shared_task
from django.utils import timezone

from casework.users.services import robot
from workbook.allocations.services import carry_out_changes


@shared_task
def carry_out() -> int:
    return carry_out_changes(by=robot("changes"), now=timezone.now())
