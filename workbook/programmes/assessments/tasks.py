from celery import shared_task
from django.utils import timezone

from workbook.programmes.assessments.clocks import reconcile_all
from workbook.programmes.assessments.paper import make_waiting


@shared_task
def sweep() -> int:
    return make_waiting()


@shared_task
def reconcile() -> int:
    return reconcile_all(now=timezone.now())
