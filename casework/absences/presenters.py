"""What the page of absences shows."""

from casework.access import families_for
from casework.unsaved.queries import unsaved_in


def absence_row(user, absence, may_cancel):
    """With what the one who is away has typed and not saved, told to their manager: that it is there, not its words."""
    told = may_cancel and absence.user != user
    return absence, may_cancel, unsaved_in(absence.user, families_for(user)) if told else []
