from celery import shared_task
from django.utils import timezone

from casework.mail.services import send_waiting_mail


@shared_task
def send_mail() -> int:
    return send_waiting_mail(at=timezone.now())
