"""Placing and lifting holds, in the service of what the hold says."""

from casework.duedates.queries import subject_of
from casework.holds.models import Hold
from casework.trail.acting import in_service


@in_service
def place(family, what, subject, *, because, url):
    """While the row `subject` stands as it does now, `what` (one of `Held`) may not be done with the family.

    `because` is a sentence fit to show; `url` leads to where it can be put right.
    """
    Hold.objects.update_or_create(
        family=family, what=what, subject=subject_of(subject), defaults={"because": because, "url": url}
    )


@in_service
def lift(family, what, subject):
    """What `subject` said is over."""
    Hold.objects.filter(family=family, what=what, subject=subject_of(subject)).delete()
