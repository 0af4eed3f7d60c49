"""Storing files, and the life of whatever is printed: wanted, being made, made or failed."""

from datetime import timedelta
from hashlib import sha256

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction

from casework.documents.models import Document
from casework.documents.states import PRINT_STATES, PrintState
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change

# A task that was killed leaves its row 'being made'; after this it is wanted again.
LONGEST_MAKING = timedelta(minutes=15)


@service
def store(family, *, name, content, content_type, by, at):
    """Store `content` (bytes) for the family."""
    digest = sha256(content).hexdigest()
    document = Document(
        family=family, name=name, content_type=content_type, size=len(content), sha256=digest, by=by, at=at
    )
    # The stored name says nothing about the family; people see `name`.
    document.file.save(f"{digest[:2]}/{digest}", ContentFile(content), save=False)
    document.save()
    return document


def enqueue_making(task):
    """Once this is committed, have a worker look for what is wanted; `task` by its name, since makers lie elsewhere."""
    # Robust: if the broker does not answer, the row stands and the next sweep finds it.
    transaction.on_commit(lambda: current_app.send_task(task, queue="packs", retry=False), robust=True)


@service
def claim_next(model, *, by, at):
    """The oldest wanted row of `model`, now being made by this caller and no other; None when nothing is wanted."""
    rows = model.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    row = rows.filter(state=PrintState.WANTED).order_by("pk").first()
    if row is None:
        return None
    PRINT_STATES.require(row.state, PrintState.BEING_MADE, Mover.PRODUCT)
    change(row, state=PrintState.BEING_MADE, started_at=at)
    return row


@service
def finish_making(row, *, content, pages, name, as_at, by, at):
    """The PDF is there: `content` in bytes, `pages` counted. A row that was taken over meanwhile is left alone."""
    row = _locked(row)
    PRINT_STATES.require(row.state, PrintState.MADE, Mover.PRODUCT)
    document = store(row.family, name=name, content=content, content_type="application/pdf", by=by, at=at)
    change(row, state=PrintState.MADE, document=document, pages=pages, as_at=as_at)
    return row


@service
def fail_making(row, *, because, by, at):
    row = _locked(row)
    PRINT_STATES.require(row.state, PrintState.FAILED, Mover.PRODUCT)
    change(row, state=PrintState.FAILED, failed_because=because)
    return row


def requeue_abandoned(model, *, by, at):
    """Rows of `model` whose making was cut off are wanted again; return how many."""
    abandoned = model.objects.filter(state=PrintState.BEING_MADE, started_at__lt=at - LONGEST_MAKING)
    return sum(_requeue(row, by=by) for row in list(abandoned))


@service
def _requeue(row, *, by):
    row = _locked(row)
    if row.state != PrintState.BEING_MADE:
        return 0
    PRINT_STATES.require(row.state, PrintState.WANTED, Mover.PRODUCT)
    change(row, state=PrintState.WANTED, started_at=None)
    return 1


def _locked(row):
    return type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
