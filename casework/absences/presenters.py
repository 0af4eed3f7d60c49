"""What the page of absences shows."""

from datetime import date
from typing import NamedTuple

from casework.absences.models import Absence
from casework.absences.queries import absences_to_come, recordable_users
from casework.access import families_for
from casework.naming.presenters import with_colleagues_apart
from casework.unsaved.queries import UnsavedNotice, unsaved_by_user
from casework.users.models import User


class AbsenceItem(NamedTuple):
    """`unsaved` are the texts that the one who is away has not saved: their manager reads that they are there."""

    absence: Absence
    may_cancel: bool
    unsaved: list[UnsavedNotice]


def absence_items(user: User, today: date) -> list[AbsenceItem]:
    """The absences to come that `user` may cancel, and those in which they cover; in a fixed number of queries."""
    recordable = set(recordable_users(user, today))
    absences = with_colleagues_apart(absences_to_come(user, today), today, "user", "cover")
    managed = {each.user_id for each in absences if each.user in recordable and each.user != user}
    unsaved = unsaved_by_user(managed, families_for(user)) if managed else {}
    return [AbsenceItem(each, each.user in recordable, unsaved.get(each.user_id, [])) for each in absences]
