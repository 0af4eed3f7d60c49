"""When a child's case summary is next due."""

from casework.duedates.queries import subject_of


def due_date_of(family, child):
    """The running clock of the child's case summary, or None."""
    involvement = family.involvement_set.filter(child=child, closed_on=None).first()
    return (
        involvement
        and family.due_dates.running().filter(timescale="case_summary", subject=subject_of(involvement)).first()
    )
