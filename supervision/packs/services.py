"""The life of a pack row. Building the PDF is `chronology.packs`, which claims a wanted row and hands back the file."""

from datetime import timedelta

from celery import current_app
from django.db import transaction

from casework.access import Can, require
from casework.documents import services as documents
from casework.documents.states import PRINT_STATES, PrintState
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.models import change
from supervision.groups.models import GroupSupervision
from supervision.packs.models import Pack

# A task that was killed leaves its row 'being made'; after this it is wanted again.
LONGEST_MAKING = timedelta(minutes=15)


def want(supervision, *, at):
    """A pack is to be made; called in the caller's transaction. One that waits already serves."""
    waiting = supervision.packs.filter(state=PrintState.WANTED).first()
    if waiting:
        return waiting
    latest = supervision.packs.first()
    pack = Pack.objects.create(
        family=supervision.family, supervision=supervision, number=latest.number + 1 if latest else 1, wanted_at=at
    )
    # Robust: if the broker does not answer, the row stands and the next sweep finds it.
    transaction.on_commit(send_for_makers, robust=True)
    return pack


def send_for_makers():
    """Have a worker look for wanted packs now; by its name, since making them lies to the right of this app."""
    current_app.send_task("chronology.packs.tasks.sweep", queue="packs", retry=False)


@service
def ask_again(supervision, *, by, at):
    """Make the pack anew, from the record as it stands now."""
    require(by, supervision.family, Can.ARRANGE)
    GroupSupervision.objects.select_for_update(no_key=True).get(pk=supervision.pk)
    making = supervision.packs.filter(state__in=[PrintState.WANTED, PrintState.BEING_MADE]).first()
    if making:
        raise Refusal("The pack is being made already. Look again in a moment.")
    return want(supervision, at=at)


def mark_out_of_date(supervision, *, because):
    """What the packs show is no longer how things stand; called in the caller's transaction.

    One that is being made has read the record already.
    """
    for pack in supervision.packs.filter(state__in=[PrintState.MADE, PrintState.BEING_MADE], out_of_date_because=""):
        change(pack, out_of_date_because=because)


def drop_wanted(supervision):
    """The meeting is signed off: a pack that nobody has begun to make would show another day's record."""
    for pack in supervision.packs.select_for_update(no_key=True).filter(state=PrintState.WANTED):
        PRINT_STATES.require(pack.state, PrintState.DROPPED, Mover.PRODUCT)
        change(pack, state=PrintState.DROPPED)


@service
def claim_next(*, by, at):
    """The oldest wanted pack, now being made by this caller and no other; None when nothing is wanted."""
    pack = (
        Pack.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(state=PrintState.WANTED)
        .order_by("pk")
        .first()
    )
    if pack is None:
        return None
    PRINT_STATES.require(pack.state, PrintState.BEING_MADE, Mover.PRODUCT)
    change(pack, state=PrintState.BEING_MADE, started_at=at)
    return pack


@service
def made(pack, *, content, pages, name, as_at, by, at):
    """The PDF is there: `content` in bytes, `pages` counted. A pack that was taken over meanwhile is left alone."""
    pack = Pack.objects.select_for_update(no_key=True).get(pk=pack.pk)
    PRINT_STATES.require(pack.state, PrintState.MADE, Mover.PRODUCT)
    document = documents.keep(pack.family, name=name, content=content, content_type="application/pdf", by=by, at=at)
    change(pack, state=PrintState.MADE, document=document, pages=pages, as_at=as_at)
    return pack


@service
def failed(pack, *, because, by, at):
    pack = Pack.objects.select_for_update(no_key=True).get(pk=pack.pk)
    PRINT_STATES.require(pack.state, PrintState.FAILED, Mover.PRODUCT)
    change(pack, state=PrintState.FAILED, failed_because=because)
    return pack


def want_abandoned_again(*, by, at):
    """Packs whose making was cut off are wanted again; return how many."""
    abandoned = Pack.objects.filter(state=PrintState.BEING_MADE, started_at__lt=at - LONGEST_MAKING)
    return sum(_want_again(pk, by=by) for pk in list(abandoned.values_list("pk", flat=True)))


@service
def _want_again(pk, *, by):
    pack = Pack.objects.select_for_update(no_key=True).get(pk=pk)
    if pack.state != PrintState.BEING_MADE:
        return 0
    PRINT_STATES.require(pack.state, PrintState.WANTED, Mover.PRODUCT)
    change(pack, state=PrintState.WANTED, started_at=None)
    return 1
