from celery import shared_task
from django.utils import timezone

from config.health import readiness


@shared_task
def tick() -> None:
    readiness.tick(timezone.now())
