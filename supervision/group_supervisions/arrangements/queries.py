"""What the page of place and attendance saw."""


def logistics_fingerprint(supervision):
    """Place, others and attendance as they stand, as one text: what a page hands back to show what it saw."""
    came = sorted(f"{row.user_id}:{row.came}" for row in supervision.attendance.all())
    return "|".join([supervision.place, supervision.others_present, *came])
