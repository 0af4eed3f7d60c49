from celery import shared_task
from django.utils import timezone

from casework.users.services import robot
from supervision.headlines.services import carry_over_and_check


@shared_task
def check() -> int:
    return carry_over_and_check(timezone.localdate(), by=robot("changes"))
