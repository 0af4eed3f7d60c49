"""Recording who shares with whom (A5.6)."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.people.models import Person
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.users.models import User
from workbook.programmes.sharing.checks import check_choice
from workbook.programmes.sharing.models import Sharing, SharingChoice
from workbook.programmes.sharing.queries import choices_now


@service
def record_choice(
    family: Family,
    *,
    parent: Person,
    choice: str,
    with_whom: Person,
    said_on: date,
    by: User,
    at: datetime,
    because: str = "",
) -> SharingChoice:
    """What `parent` said on `said_on` of sharing with `with_whom`; it stands until they say something else (A5.6).

    No programme that is open changes by it: with whom it is shared is chosen on its own page.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    check_choice(family, parent, with_whom, choice, said_on, because, at)
    return SharingChoice.objects.create(
        family=family, parent=parent, choice=choice, with_whom=with_whom, said_on=said_on, because=because.strip(),
        by=by, at=at,
    )  # fmt: skip


@in_service
def remember_together(family: Family, parents: Collection[Person], *, by: User, at: datetime) -> None:
    """They work through a programme together; of whom nothing was said yet it is recorded that they share."""
    said = {(each.parent.one_id, each.with_whom.one_id) for each in choices_now(family)}
    for parent in parents:
        for other in parents:
            if parent.one_id != other.one_id and (parent.one_id, other.one_id) not in said:
                _say(family, parent, Sharing.SHARES, other, "", by, at)


@in_service
def remember_apart(
    family: Family, parents: Collection[Person], others: Collection[Person], because: str, *, by: User, at: datetime
) -> None:
    """None of `parents` shares with any of `others`, because."""
    for parent in parents:
        for other in others:
            _say(family, parent, Sharing.DOES_NOT, other, because, by, at)


def _say(family: Family, parent: Person, choice: Sharing, other: Person, because: str, by: User, at: datetime) -> None:
    SharingChoice.objects.create(
        family=family, parent=parent, choice=choice, with_whom=other, said_on=timezone.localdate(at), because=because,
        by=by, at=at,
    )  # fmt: skip
