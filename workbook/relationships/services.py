"""The lock on a family's relationships while a summary of the family is open (C23)."""

from casework.families.models import Family
from casework.holds import services as holds
from casework.holds.models import Held
from casework.trail.acting import in_service
from casework.trail.rows import lock
from workbook.relationships.checks import why_locked


@in_service
def update_lock(family: Family) -> None:
    """Place or lift the lock as the states of the family's summaries and episodes ask; idempotent.

    The family is locked, so that of two who finalise at the same moment the second sees what the first did.
    """
    lock(family)
    if why_locked(family):
        holds.place(family, Held.RELATIONSHIPS, family)
    else:
        holds.lift(family, Held.RELATIONSHIPS, family)
