from celery import shared_task
from django.utils import timezone

from casework.users.services import delete_expired_sessions


@shared_task
def sweep_sessions() -> int:
    return delete_expired_sessions(timezone.now())
