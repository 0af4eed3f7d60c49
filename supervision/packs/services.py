"""When a pack is wanted, and when it is out of date. Building the PDF is `chronology.packs`, which claims the row."""

from casework.access import Can, require
from casework.documents.services import enqueue_making
from casework.documents.states import PRINT_STATES, PrintState
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from supervision.packs.models import Pack

# By its name, since making the packs lies to the right of this app.
MAKERS = "chronology.packs.tasks.sweep"


def want(supervision, *, at):
    """A pack is to be made; called in the caller's transaction. One that waits already serves."""
    waiting = supervision.packs.filter(state=PrintState.WANTED).first()
    if waiting:
        return waiting
    latest = supervision.packs.first()
    pack = Pack.objects.create(
        family=supervision.family, supervision=supervision, number=latest.number + 1 if latest else 1, wanted_at=at
    )
    enqueue_making(MAKERS)
    return pack


@service
def ask_again(supervision, *, by, at):
    """Make the pack anew, from the record as it stands now."""
    require(by, supervision.family, Can.ARRANGE)
    supervision = GroupSupervision.objects.select_for_update(no_key=True).get(pk=supervision.pk)
    if supervision.state == SupervisionState.NOT_HELD:
        raise Refusal("This supervision is not held, because the Workbook closed: no pack is made for it.")
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
    """Signed off, or not held: a pack that nobody has begun to make would show another day's record."""
    for pack in supervision.packs.select_for_update(no_key=True).filter(state=PrintState.WANTED):
        PRINT_STATES.require(pack.state, PrintState.DROPPED, Mover.PRODUCT)
        change(pack, state=PrintState.DROPPED)
