from celery import shared_task

from casework.frozen.paper import make_waiting


@shared_task
def sweep() -> int:
    return make_waiting()
