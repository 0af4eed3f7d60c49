"""What the page of absences shows."""

from datetime import date
from typing import NamedTuple

from casework.absences.models import Absence
from casework.absences.queries import absences_to_come, recordable_users
from casework.access import families_for
from casework.unsaved.queries import UnsavedNotice, unsaved_in
from casework.users.models import User


class AbsenceItem(NamedTuple):
    """`unsaved` are the texts that the one who is away has not saved: their manager reads that they are there."""

    absence: Absence
    may_cancel: bool
    unsaved: list[UnsavedNotice]


def absence_items(user: User, today: date) -> list[AbsenceItem]:
    """The absences to come that `user` may cancel, and those in which they cover."""
    recordable = set(recordable_users(user, today))
    return [_item(user, absence, absence.user in recordable) for absence in absences_to_come(user, today)]


def _item(user: User, absence: Absence, may_cancel: bool) -> AbsenceItem:
    managed = may_cancel and absence.user != user
    return AbsenceItem(absence, may_cancel, unsaved_in(absence.user, families_for(user)) if managed else [])
