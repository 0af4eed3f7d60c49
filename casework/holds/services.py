"""Placing and lifting holds, inside the service of what the hold is about."""

from django.db.models import Model

from casework.families.models import Family
from casework.holds.models import Held, Hold
from casework.holds.registry import reason_for
from casework.subjects import columns_of, type_of
from casework.trail.acting import in_service


@in_service
def place(family: Family, what: Held, subject: Model) -> None:
    """Let `what` not be done with the family until the hold of the row `subject` is lifted. Idempotent.

    Raises KeyError where the registry has no reason for it.
    """
    reason_for(what, type_of(type(subject)))
    Hold.objects.get_or_create(family=family, what=what, **columns_of(subject))


@in_service
def lift(family: Family, what: Held, subject: Model) -> None:
    """Lift the hold of the row `subject`; nothing where there is none."""
    Hold.objects.filter(family=family, what=what, **columns_of(subject)).delete()
