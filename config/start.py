"""What serves does not start on a database that would let it change what is append-only."""

from typing import Any

from celery.signals import beat_init, worker_init
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.budgets import JOB, keep_to_budget
from config.places import trouble_with_database, trouble_with_folder


def refuse_unguarded_start() -> None:
    """Raise ImproperlyConfigured where the check of the database finds an error, or it is opened as another role.

    The same where it does not answer, or the documents' folder cannot be written to. The connection is closed
    afterwards, so that a server may fork.
    """
    if trouble := trouble_with_database(connection) or _trouble_with_files():
        raise ImproperlyConfigured(trouble)
    try:
        messages = run_checks(tags=[Tags.database], databases=["default"])
        found = [*_wrong_role(), *(str(message) for message in messages if message.is_serious())]
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL has one
    if found:
        raise ImproperlyConfigured("\n".join(["The product does not start on this database:", *found]))


def _trouble_with_files() -> str:
    """A bucket is not asked: whoever fetches a paper is told."""
    kept_here = settings.STORAGES["default"]["BACKEND"] == "casework.documents.storage.PrivateStorage"
    return trouble_with_folder(settings.DATA_DIR) if kept_here else ""


def _wrong_role() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    wanted = settings.DATABASE_APPLICATION_ROLE or role
    return [] if role == wanted else [f"It connects as {role}; DATABASE_APPLICATION_ROLE says {wanted}."]


@worker_init.connect
def begin_as_job(**kwargs: Any) -> None:
    """The worker's connections, and those of the processes that it forks, have the budget of a job."""
    keep_to_budget(JOB)


@worker_init.connect
@beat_init.connect
def end_unguarded_start(**kwargs: Any) -> None:
    """Celery goes on after an exception of a receiver, but not after SystemExit."""
    try:
        refuse_unguarded_start()
    except ImproperlyConfigured as reason:
        raise SystemExit(str(reason)) from reason
