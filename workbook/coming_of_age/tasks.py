from celery import shared_task
from django.utils import timezone

from casework.users.services import robot
from workbook.coming_of_age.services import ask_all


@shared_task
def ask() -> int:
    return ask_all(by=robot("changes"), now=timezone.now())
