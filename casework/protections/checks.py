"""Who may be named to read what is protected, and what is asked of them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, access_of
from casework.families.models import Family
from casework.protections.models import Protection
from casework.protections.queries import FEWEST_READERS, entries_of, names, unreasoned_readers, works_with
from casework.refusal import Conflict, Refusal
from casework.users.models import User

NOT_NAMED = "This is protected, and you are not among those named. Ask one of them."
TWO_READERS = (
    "At least two people must be able to read it, so that somebody can be asked when you are away. Name another."
)


def check_because(because: str) -> str:
    """The reason without spaces around it."""
    if not because.strip():
        raise Refusal("Say why it is protected.", "because")
    return because.strip()


def check_may_read(protection: Protection | None, user: User) -> None:
    if not names(user, protection):
        raise Refusal(NOT_NAMED)


def check_lasts(protection: Protection) -> None:
    if protection.ended_at:
        raise Conflict("This is not protected any more. Open the page again to see how it stands.")


def check_readers(family: Family, users: Iterable[User], today: date) -> None:
    for user in users:
        if not access_of(user, family, today=today).lasts:
            raise Refusal(f"{user} may not read this family’s record. Choose somebody who does.", "readers")


def check_enough(readers: Collection[User]) -> None:
    if len(readers) < FEWEST_READERS:
        raise Refusal(TWO_READERS, "readers")


def check_apart(people: Collection[int], from_whom: Collection[int]) -> None:
    """Nobody is both protected and kept from it."""
    both = set(entries_of(people).values_list("pk", flat=True)) & set(from_whom)
    for person in entries_of(list(both))[:1]:
        raise Refusal(f"{person} cannot be both: who lives there, and from whom it is kept. Clear one.", "from_whom")


def check_reasons(
    family: Family, users: Iterable[User], from_whom: Collection[int], because: str, by: User, today: date
) -> set[User]:
    """Those of `users` who work with one of `from_whom`: they are named only by a manager, with the reason."""
    working = {user for user in users if works_with(user, from_whom, today)}
    if working and not access_of(by, family, today=today).can(Can.DECIDE):
        names = " and ".join(sorted(map(str, working)))
        raise Refusal(
            f"{names} works with those from whom it is kept. Only a manager may name them, with the reason: choose "
            "somebody else, or ask a manager.",
            "readers",
        )
    if working and not because.strip():
        names = " and ".join(sorted(map(str, working)))
        raise Refusal(f"{names} works with those from whom it is kept. Say why they may read it.", "readers_because")
    return working


def check_settled(protection: Protection, because: str, at: datetime) -> list[User]:
    """Whoever works with those from whom it is kept; the manager who settles it says why they may read it."""
    working = unreasoned_readers(protection, timezone.localdate(at))
    if working and not because.strip():
        names = " and ".join(sorted(map(str, working)))
        raise Refusal(
            f"{names} works with those from whom it is kept. Say why they may read it, or have another named.",
            "readers_because",
        )
    return working
