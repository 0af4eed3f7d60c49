from celery import shared_task
from django.utils import timezone

from casework.families.headlines.services import carry_over_dates
from casework.users.services import robot


@shared_task
def carry_over() -> int:
    return carry_over_dates(timezone.localdate(), by=robot("changes"))
