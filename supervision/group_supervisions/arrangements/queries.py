"""What the page of place and attendance saw."""

from casework.trail.rows import fingerprint
from supervision.group_supervisions.models import GroupSupervision


def logistics_fingerprint(supervision: GroupSupervision) -> str:
    """Of place, others and attendance as they are now."""
    came = sorted([row.user_id, row.came, row.because] for row in supervision.attendance.all())
    return fingerprint(supervision.place, supervision.others_present, came)
