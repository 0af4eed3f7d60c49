"""Saying why nobody works with a family yet."""

from django.utils import timezone

from casework.access import Can, require
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.unallocated.models import UnallocatedReason
from casework.unallocated.queries import without_lead


@service
def record_reason(family, *, because, by, at):
    """The reason as of today; the same words said twice on one day stand once (A10.16)."""
    require(by, family, Can.DECIDE)
    lock(family)
    today = timezone.localdate(at)
    if not because.strip():
        raise Refusal("Say why nobody works with the family yet.", "because")
    if not without_lead(family.involvement_set.all(), today).exists():
        raise Refusal("Somebody leads the work with each open child of this family, so there is nothing to say.")
    said = {"family": family, "because": because.strip(), "said_on": today}
    standing = UnallocatedReason.objects.filter(**said).first()
    return standing or UnallocatedReason.objects.create(**said)
