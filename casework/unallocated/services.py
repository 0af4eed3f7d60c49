"""Recording why nobody works with a family yet (A10.16)."""

from datetime import datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.unallocated.models import UnallocatedReason
from casework.unallocated.queries import without_lead
from casework.users.models import User


@service
def record_reason(family: Family, *, because: str, by: User, at: datetime) -> UnallocatedReason:
    """The reason as of today; idempotent for the same words on the same day."""
    require(by, family, Can.DECIDE)
    lock(family)
    today = timezone.localdate(at)
    if not because.strip():
        raise Refusal("Say why nobody works with the family yet.", "because")
    if not without_lead(family.involvement_set.all(), today).exists():
        raise Refusal("Somebody leads the work with each open child of this family, so there is nothing to say.")
    values = {"family": family, "because": because.strip(), "said_on": today}
    existing = UnallocatedReason.objects.filter(**values).first()
    return existing or UnallocatedReason.objects.create(**values)
