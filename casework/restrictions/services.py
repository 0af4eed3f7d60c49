"""Restricting a family to a list of readers, keeping the list, and lifting the restriction (practice.md B6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.access import require_grade
from casework.access.models import Restriction, RestrictionReader
from casework.families.models import Family
from casework.joins.models import joined_to
from casework.mentions.services import link_same
from casework.people.clocks import follow_expected
from casework.people.known_apart.services import keep_apart, tell_all
from casework.refusal import Refusal
from casework.restrictions.checks import check_readers, require_manager_listed
from casework.restrictions.queries import allocated_workers, readers_of, restriction_of
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User


@service
def restrict(family: Family, *, because: str, readers: Iterable[User], by: User, at: datetime) -> Restriction:
    """From today only those on the list find the family: `readers` (users) and the one who restricts it.

    Each worker allocated must be on the list: nobody works with a family that they cannot see.
    """
    require_grade(by, family, "restrict")
    lock(family)
    today = timezone.localdate(at)
    if restriction_of(family, today):
        raise Refusal("This family is restricted already. Change its list.")
    if not because.strip():
        raise Refusal("Say why the family is restricted.", "because")
    listed = {by, *readers}
    check_readers(family, listed, today)
    left_off = allocated_workers(family, today).exclude(pk__in=[user.pk for user in listed]).first()
    if left_off:
        raise Refusal(
            f"{left_off} works with this family. Keep {left_off} on the list, or end their part first.", "readers"
        )
    restriction = Restriction.objects.create(family=family, because=because.strip(), from_date=today)
    for one in joined_to(family):
        Restriction.objects.create(family=one, because=because.strip(), from_date=today)
    for user in sorted(listed, key=lambda user: user.pk):
        _put_on_lists(family, user, today)
    require_manager_listed(family, today)
    keep_apart(family)
    return restriction


def _require_restricted(family: Family, by: User, at: datetime) -> Restriction:
    """The restriction that holds, with the family locked; raises a Refusal where it is not restricted."""
    require_grade(by, family, "restrict")
    lock(family)
    restriction = restriction_of(family, timezone.localdate(at))
    if restriction is None:
        raise Refusal("This family is not restricted.")
    return restriction


@service
def add_reader(family: Family, user: User, *, by: User, at: datetime) -> RestrictionReader:
    """Put `user` on the list. Idempotent."""
    _require_restricted(family, by, at)
    today = timezone.localdate(at)
    check_readers(family, {user}, today)
    listed = readers_of(family, today).filter(user=user).first()
    return listed or _put_on_lists(family, user, today)


def _put_on_lists(family: Family, user: User, today: date) -> RestrictionReader:
    """On that of the family, and on those of the families that were joined to it."""
    for one in joined_to(family):
        RestrictionReader.objects.create(family=one, user=user, from_date=today)
    return RestrictionReader.objects.create(family=family, user=user, from_date=today)


@service
def remove_reader(reader: RestrictionReader, *, by: User, at: datetime) -> RestrictionReader:
    """Take somebody off the list, from now on."""
    family = reader.family
    _require_restricted(family, by, at)
    today = timezone.localdate(at)
    listed = readers_of(family, today).filter(pk=reader.pk).first()
    if listed is None:
        raise Refusal("They are not on the list any more.")
    if listed.user_id == by.pk:
        raise Refusal("You cannot take yourself off the list. Another manager on it can.")
    if allocated_workers(family, today).filter(pk=listed.user_id).exists():
        raise Refusal(f"{listed.user} works with this family. End their part first.")
    _end(listed, today)
    for one in joined_to(family):
        for row in readers_of(one, today).filter(user=listed.user_id):
            _end(row, today)
    require_manager_listed(family, today)
    return listed


@service
def lift(family: Family, *, because: str, by: User, at: datetime) -> Restriction:
    """The family is open again to all whose rights reach it."""
    restriction = _require_restricted(family, by, at)
    if not because.strip():
        raise Refusal("Say why the restriction is lifted.", "because")
    today = timezone.localdate(at)
    _end(restriction, today, ended_because=because.strip())
    for reader in readers_of(family, today):
        _end(reader, today)
    for one in joined_to(family):
        if its_own := restriction_of(one, today):
            _end(its_own, today, ended_because=because.strip())
        for reader in readers_of(one, today):
            _end(reader, today)
    tell_all(family)
    for person in family.people_ever():
        follow_expected(person, at=at)
    link_same(family, by=by, at=at)
    return restriction


def _end(row: Restriction | RestrictionReader, today: date, **values: Any) -> None:
    """It ended yesterday. What began only today is dated yesterday, so that its dates stay in order."""
    yesterday = today - timedelta(days=1)
    change(row, from_date=min(row.from_date, yesterday), until_date=yesterday, **values)
