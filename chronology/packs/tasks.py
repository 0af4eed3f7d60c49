from celery import shared_task

from chronology.packs.services import make_waiting


@shared_task
def sweep():
    return make_waiting()
