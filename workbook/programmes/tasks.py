from celery import shared_task
from django.utils import timezone

from casework.users.services import robot
from workbook.programmes.services import settle_all


@shared_task
def settle():
    return settle_all(by=robot("changes"), now=timezone.now())
