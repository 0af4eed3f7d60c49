"""What is due as a page shows it: what and of whom in the words of now, and where its reader goes for it."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.access import FamilyAccess
from casework.access.queries import NOTHING
from casework.access.several import access_by_family
from casework.duedates.models import DueDate
from casework.duedates.registry import address_for, depends_on_rights, fetch_subjects, what_is_due
from casework.users.models import User


class ShownDue(NamedTuple):
    """`url` is '' where it leads nowhere any more."""

    row: DueDate
    what: str
    url: str


def dues_in(dues: Iterable[DueDate], user: User, access: FamilyAccess) -> list[ShownDue]:
    """As `user` sees them in a family to which they are `access`."""
    return [ShownDue(due, what_is_due(due), address_for(due, user, access)) for due in fetch_subjects(dues)]


def dues_of_many(dues: Iterable[DueDate], user: User) -> list[ShownDue]:
    """As `user` sees them in whichever families, in one query for the rights and one for each type of subject."""
    dues = fetch_subjects(dues)
    access = access_by_family(user, {due.family_id for due in dues if depends_on_rights(due, user)})
    return [ShownDue(due, what_is_due(due), address_for(due, user, access.get(due.family_id, NOTHING))) for due in dues]


def dues_in_words(dues: Iterable[DueDate]) -> list[tuple[DueDate, str]]:
    """Each with what is due and of whom, where nothing leads to it."""
    return [(due, what_is_due(due)) for due in fetch_subjects(dues)]
