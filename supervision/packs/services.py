"""When a pack is wanted, and when it is out of date. Building the PDF is `chronology.packs`, which claims the row."""

from datetime import datetime

from casework.access import Can, require
from casework.documents.services import enqueue_making
from casework.documents.states import PRINT_STATES, PrintState
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from supervision.packs.models import Pack

# By its name, as Celery has it: the packs are made by a later app.
MAKERS = "chronology.packs.tasks.sweep"


@in_service
def want(supervision: GroupSupervision, *, at: datetime) -> Pack:
    """A pack is to be made. Idempotent: gives the one that waits already, where there is one."""
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
def ask_again(supervision: GroupSupervision, *, by: User, at: datetime) -> Pack:
    """Make the pack anew, from the record as it is now."""
    require(by, supervision.family, Can.ARRANGE)
    supervision = lock(supervision)
    if supervision.state == SupervisionState.NOT_HELD:
        raise Refusal("This supervision is not held, because the Workbook closed: no pack is made for it.")
    making = supervision.packs.filter(state__in=[PrintState.WANTED, PrintState.BEING_MADE]).first()
    if making:
        raise Refusal("The pack is being made already. Look again in a moment.")
    return want(supervision, at=at)


@in_service
def mark_out_of_date(supervision: GroupSupervision, *, because: str) -> None:
    """The packs show less than the record has now; one that is being made has read the record already."""
    for pack in supervision.packs.filter(state__in=[PrintState.MADE, PrintState.BEING_MADE], out_of_date_because=""):
        change(pack, out_of_date_because=because)


@in_service
def drop_wanted(supervision: GroupSupervision) -> None:
    """Signed off, or not held: a pack that nobody has begun would show a later record than the group had."""
    for waiting in supervision.packs.filter(state=PrintState.WANTED):
        pack = lock(waiting)
        if pack.state == PrintState.WANTED:  # no maker has claimed it meanwhile
            PRINT_STATES.require(pack.state, PrintState.DROPPED)
            change(pack, state=PrintState.DROPPED)
