"""Placing and lifting holds, inside the service of what the hold is about."""

from django.db.models import Model

from casework.duedates.queries import subject_of
from casework.families.models import Family
from casework.holds.models import Held, Hold
from casework.trail.acting import in_service


@in_service
def place(family: Family, what: Held, subject: Model, *, because: str, url: str) -> None:
    """Let `what` not be done with the family until the hold of the row `subject` is lifted. Idempotent.

    `because` is a sentence fit to show; `url` leads to where it can be put right.
    """
    Hold.objects.update_or_create(
        family=family, what=what, subject=subject_of(subject), defaults={"because": because, "url": url}
    )


@in_service
def lift(family: Family, what: Held, subject: Model) -> None:
    """Lift the hold of the row `subject`; nothing where there is none."""
    Hold.objects.filter(family=family, what=what, subject=subject_of(subject)).delete()
