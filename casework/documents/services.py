"""Storing files, and the life of whatever is printed: wanted, being made, made or failed."""

import logging
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from threading import Lock, Thread
from typing import TypeVar, cast

from celery import current_app
from django.core.files.base import ContentFile
from django.db import connection, transaction

from casework.documents.models import Document, DocumentText, Printed
from casework.documents.queries import is_being_made, lock_of, printed_models
from casework.documents.states import PRINT_STATES, PrintState
from casework.families.models import Family
from casework.trail.acting import in_service, service
from casework.trail.rows import change, claim, lock
from casework.users.models import User
from casework.words import bare

Row = TypeVar("Row", bound=Printed)

logger = logging.getLogger(__name__)
# Held while a task is being sent from this process.
SENDING = Lock()

# A maker that hangs holds its lock; after this its row is wanted again all the same.
LONGEST_MAKING = timedelta(minutes=15)
MOST_ATTEMPTS = 3
CUT_OFF = "its making was cut off several times. Ask for it again; if it fails again, tell whoever runs the Workbook."


@service
def store(family: Family, *, name: str, content: bytes, content_type: str, by: User, at: datetime) -> Document:
    """Store `content` (bytes) for the family; as a file's name `name` has nothing that isolates words on a page."""
    digest = sha256(content).hexdigest()
    document = Document(
        family=family, name=bare(name), content_type=content_type, size=len(content), sha256=digest, by=by, at=at
    )
    # The stored name says nothing about the family; people see `name`.
    document.file.save(f"{digest[:2]}/{digest}", ContentFile(content), save=False)
    document.save()
    return document


def enqueue_making(task: str) -> None:
    """Once this is committed, have a worker make what is wanted; `task` is its name."""
    transaction.on_commit(partial(_send_beside, task), robust=True)


def _send_beside(task: str) -> Thread | None:
    """Send the task in a thread of its own, which is returned: a broker that is away or hangs delays no save.

    None while an earlier sending has not ended. What is not sent is found by the next run of the task, each minute.
    """
    if not SENDING.acquire(blocking=False):
        return None
    thread = Thread(target=_send, args=[task], daemon=True)
    thread.start()
    return thread


def _send(task: str) -> None:
    try:
        current_app.send_task(task, queue="packs", retry=False)
    except Exception as error:
        logger.warning("%s was not sent (%s): it runs within a minute by itself.", task, type(error).__name__)
    finally:
        SENDING.release()


@service
def claim_next(model: type[Row], *, by: User, at: datetime) -> Row | None:
    """The oldest wanted row of `model`, now being made by this caller and no other; None when nothing is wanted.

    The connection holds the row's lock until `let_go`, or until the process is gone.
    """
    waiting = model._default_manager.filter(state=PrintState.WANTED)
    row = cast(Row | None, claim(waiting.order_by("pk")))
    if row is None:
        return None
    PRINT_STATES.require(row.state, PrintState.BEING_MADE)
    # Before this is committed, so that nobody takes the row for one that was cut off.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lock_of(row))
    change(row, state=PrintState.BEING_MADE, started_at=at, attempts=row.attempts + 1)
    return row


def let_go() -> None:
    """Nothing is made by this connection any more, however it ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@service
def finish_making(
    row: Row, *, content: bytes, text: str, pages: int, name: str, as_at: datetime, by: User, at: datetime
) -> Row:
    """Store the PDF that was made, and what it says; Refusal where another process has taken the row over meanwhile."""
    row = lock(row)
    PRINT_STATES.require(row.state, PrintState.MADE)
    document = store(row.family, name=name, content=content, content_type="application/pdf", by=by, at=at)
    DocumentText.objects.create(family=row.family, document=document, text=text)
    change(row, state=PrintState.MADE, document=document, pages=pages, as_at=as_at)
    return row


@service
def fail_making(row: Row, *, because: str, by: User, at: datetime) -> Row:
    row = lock(row)
    PRINT_STATES.require(row.state, PrintState.FAILED)
    change(row, state=PrintState.FAILED, failed_because=because)
    return row


@in_service
def withdraw(document: Document) -> None:
    """Whatever printed it is made anew, as it may be read by those not named; what there was stays for those named."""
    for model in printed_models():
        for row in model._default_manager.filter(document=document, state=PrintState.MADE):
            row = lock(row)
            PRINT_STATES.require(row.state, PrintState.WANTED)
            change(row, state=PrintState.WANTED, whole=row.whole or document, attempts=0, started_at=None)


def requeue_abandoned(model: type[Printed], *, by: User, at: datetime) -> int:
    """Let rows of `model` whose making was cut off be wanted again; return how many.

    Such a row has no process that holds its lock, or one that has held it for LONGEST_MAKING. A row that was cut off
    MOST_ATTEMPTS times has failed.
    """
    rows = list(model._default_manager.filter(state=PrintState.BEING_MADE))
    return sum(_requeue(row, by=by) for row in rows if _is_abandoned(row, at))


def _is_abandoned(row: Printed, at: datetime) -> bool:
    return row.started_at is None or row.started_at < at - LONGEST_MAKING or not is_being_made(row)


@service
def _requeue(row: Printed, *, by: User) -> int:
    seen, row = row, lock(row)
    if (row.state, row.attempts) != (PrintState.BEING_MADE, seen.attempts):
        return 0
    if row.attempts >= MOST_ATTEMPTS:
        PRINT_STATES.require(row.state, PrintState.FAILED)
        change(row, state=PrintState.FAILED, failed_because=CUT_OFF)
        return 0
    PRINT_STATES.require(row.state, PrintState.WANTED)
    change(row, state=PrintState.WANTED, started_at=None)
    return 1
