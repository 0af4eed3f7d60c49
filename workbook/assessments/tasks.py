from celery import shared_task
from django.utils import timezone

from workbook.assessments.paper import make_waiting
from workbook.assessments.settling import settle_all


@shared_task
def sweep():
    return make_waiting()


@shared_task
def settle():
    return settle_all(now=timezone.now())
