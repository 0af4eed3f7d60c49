"""Who may be on the list of a restricted family."""

from collections.abc import Collection
from datetime import date

from casework.families.models import Family
from casework.refusal import Refusal
from casework.restrictions.queries import managers_who_restrict, possible_readers, readers_of
from casework.users.models import User


def check_readers(family: Family, users: Collection[User], today: date) -> None:
    if possible_readers(family, today).filter(pk__in=[user.pk for user in users]).count() != len(users):
        raise Refusal("Choose from those offered: others would find nothing.", "readers")


def require_manager_listed(family: Family, today: date) -> None:
    listed = readers_of(family, today).values("user")
    if not managers_who_restrict(family, today).filter(pk__in=listed).exists():
        raise Refusal("At least one manager of the family's team stays on the list. Add another first.")
