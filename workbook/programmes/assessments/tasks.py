from celery import shared_task
from django.utils import timezone

from casework.users.services import robot
from workbook.programmes.assessments.services import reconcile_all


@shared_task
def reconcile() -> int:
    return reconcile_all(by=robot("changes"), now=timezone.now())
