"""Protecting, naming its readers, settling it, asking to read, and ending it (A9.20)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, access_of, require
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.notifications.services import notify
from casework.people.models import Person
from casework.protections import checks, queries
from casework.protections.models import Protection, ProtectionReader, ProtectionRequest
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User

SETTLE = "protection_settled"


@in_service
def begin(
    family: Family, *, people: Iterable[Person] = (), from_whom: Iterable[Person] = (), readers: Iterable[User],
    because: str, readers_because: str = "", by: User, at: datetime,
) -> Protection:  # fmt: skip
    """Begin to protect; who does it is among the readers. A manager settles it afterwards, unless one has done it."""
    today, wanted = timezone.localdate(at), {*readers, by}
    lives, kept_from = sorted(person.pk for person in people), sorted(person.pk for person in from_whom)
    checks.check_readers(family, wanted, today)
    checks.check_enough(wanted)
    checks.check_apart(lives, kept_from)
    protection = Protection.objects.create(
        family=family, people=lives, from_whom=kept_from, because=checks.check_because(because), by=by, at=at
    )
    _name(protection, wanted, readers_because, by, today)
    if access_of(by, family, today=today).can(Can.DECIDE):
        change(protection, settled_by=by, settled_at=at)
    else:
        _ask_to_settle(protection, by, at)
    return protection


def _ask_to_settle(protection: Protection, by: User, at: datetime) -> None:
    duedates.start(SETTLE, protection, family=protection.family, at=at)
    managers = queries.managers_of(protection, timezone.localdate(at))
    for family, users in _by_family(protection, managers):
        notify("protection_to_settle", users, subject=protection, family=family, by=by, at=at)


def _by_family(protection: Protection, users: Iterable[User]) -> list[tuple[Family, list[User]]]:
    """The users, by name, with the family in whose record each may read of it: the one that protects before others.

    Nobody who may read of it in none: a manager of a restricted family's team who is not on its list.
    """
    families = sorted(queries.families_of(protection), key=lambda family: family.pk != protection.family_id)
    found: dict[Family, list[User]] = {}
    for user in sorted(set(users), key=str):
        if family := next((each for each in families if access_of(user, each).can(Can.READ)), None):
            found.setdefault(family, []).append(user)
    return list(found.items())


def _name(protection: Protection, wanted: Collection[User], because: str, by: User, today: date) -> None:
    """The readers are `wanted` from now on; those who are it already stay. Whoever protects may read at once."""
    now = set(queries.readers_of(protection))
    new = set(wanted).difference(now)
    needing = checks.check_reasons(protection.family, new - {by}, protection.from_whom, because, by, today)
    for row in protection.readers.filter(ended_on=None).exclude(user__in=wanted):
        change(row, ended_on=today)
    for user in sorted(new, key=lambda each: each.pk):
        reason = because.strip() if user in needing else ""
        ProtectionReader.objects.create(family=protection.family, protection=protection, user=user, because=reason)


@service
def change_readers(
    protection: Protection, *, fingerprint: str, readers: Iterable[User], because: str, by: User, at: datetime,
    from_whom: Iterable[Person] | None = None, readers_because: str = "",
) -> Protection:  # fmt: skip
    """Say anew who may read it, from whom it is kept and why; who does it stays a reader. A manager settles it so."""
    protection, today = lock(protection, "family"), timezone.localdate(at)
    checks.check_lasts(protection)
    checks.check_may_read(protection, by)
    access = require(by, protection.family, Can.RECORD, today=today)
    check_fingerprint(fingerprint, queries.fingerprint_of_protection(protection))
    wanted = {*readers, by}
    checks.check_readers(protection.family, wanted.difference(queries.readers_of(protection)), today)
    checks.check_enough([user for user in wanted if access_of(user, protection.family, today=today).lasts])
    if from_whom is not None:
        kept_from = sorted(person.pk for person in from_whom)
        checks.check_apart(protection.people, kept_from)
        change(protection, from_whom=kept_from)
    change(protection, because=checks.check_because(because))
    _name(protection, wanted, readers_because, by, today)
    if access.can(Can.DECIDE):
        _settle(protection, readers_because, by, at)
    return protection


@service
def settle(protection: Protection, *, by: User, at: datetime, readers_because: str = "") -> Protection:
    """A manager confirms it, and says why those may read it who work with the ones from whom it is kept."""
    protection = lock(protection, "family")
    require(by, protection.family, Can.DECIDE)
    checks.check_lasts(protection)
    if protection.settled_at:
        raise Conflict("This is settled already. Nothing more was changed.")
    _settle(protection, readers_because, by, at)
    return protection


def _settle(protection: Protection, because: str, by: User, at: datetime) -> None:
    working = checks.check_settled(protection, because, at)
    for row in queries.reader_rows(protection).filter(user__in=working):
        change(row, because=because.strip())
    if not protection.settled_at:
        change(protection, settled_by=by, settled_at=at)
        duedates.meet(SETTLE, protection, at=at)


@service
def take_over(protection: Protection, *, readers: Iterable[User], by: User, at: datetime) -> Protection:
    """Where none of those named may read the family's record any more, its manager and others take their place."""
    require(by, protection.family, Can.DECIDE)
    protection, today = lock(protection, "family"), timezone.localdate(at)
    checks.check_lasts(protection)
    if queries.readers_with_access(protection):
        raise Refusal("Somebody who is named can still read it. Ask them.")
    wanted = {*readers, by}
    checks.check_readers(protection.family, wanted, today)
    checks.check_enough(wanted)
    _name(protection, wanted, "", by, today)
    return protection


@service
def ask_to_read(protection: Protection, family: Family, *, because: str, by: User, at: datetime) -> Protection:
    """Ask those who may read it, and the managers, to be told; `family` is the one in which it was met."""
    require(by, family, Can.READ)
    protection = lock(protection, "family")
    checks.check_lasts(protection)
    if not because.strip():
        raise Refusal("Say why you need to know.", "because")
    today = timezone.localdate(at)
    users = {*queries.readers_of(protection), *queries.managers_of(protection, today)} - {by}
    request = ProtectionRequest.objects.create(
        family=protection.family, protection=protection, because=because.strip(), by=by, at=at
    )
    for one, told in _by_family(protection, users):
        notify("protection_asked", told, subject=request, family=one, by=by, at=at)
    return protection


@service
def notice(reader: ProtectionReader, *, by: User, at: datetime) -> None:
    """Tell the managers and the others who read it, once, that a reader has left or works with the other side now."""
    reader = lock(reader, "protection__family", "user")
    if reader.noticed_at or reader.ended_on:
        return
    protection = reader.protection
    others = set(queries.readers_of(protection)) - {reader.user}
    users = {*others, *queries.managers_of(protection, timezone.localdate(at))}
    for family, told in _by_family(protection, users):
        notify("protection_readers", told, subject=protection, family=family, at=at)
    change(reader, noticed_at=at)


@in_service
def add_people(protection: Protection, people: Iterable[Person]) -> None:
    """They live there too: what is added of them from now on is protected."""
    change(protection, people=sorted({*protection.people, *(person.pk for person in people)}))


@in_service
def end(protection: Protection, *, by: User, at: datetime) -> None:
    """Nothing refers to it any more; the caller has taken it away from each row."""
    today = timezone.localdate(at)
    for row in protection.readers.filter(ended_on=None):
        change(row, ended_on=today)
    change(protection, ended_by=by, ended_at=at)
    duedates.cancel(SETTLE, protection, at=at)
