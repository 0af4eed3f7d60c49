"""Opening a record in an emergency, what is protected in it, ending that, and reviewing it afterwards (B6).

Each try is written, whatever comes of it, and the managers of whoever tried are told at once.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from casework import practice
from casework.access import Can, access_of, require
from casework.access.grants import services as grants
from casework.access.grants.models import FamilyGrant, GrantKind
from casework.calls.models import SafetyCall
from casework.duedates import services as duedates
from casework.emergencies import checks, queries
from casework.emergencies.models import Emergency, EmergencyReview, Outcome
from casework.families.models import Family
from casework.lives.checks import check_said_birth
from casework.notifications.services import notify
from casework.protections.models import Protection
from casework.protections.queries import managers_of, readers_of, reads, works_with
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.users.models import User

REVIEW = "emergency_reviewed"
ANOTHER_REVIEWS = "A manager reviews this, but for who opened it and whoever stands in for them."


class Meant(NamedTuple):
    """The record that somebody means, or None with why: none was found, or several."""

    family: Family | None
    without: Outcome = Outcome.NOT_FOUND


@service
def open_record(
    call: SafetyCall | None = None, *, because: str, typed: str, hours: int, declared: bool, by: User, at: datetime,
    born: date | None = None,
) -> Emergency:  # fmt: skip
    """Open the family whose reference stands in `typed`, to reading, for so many hours; it ends by itself.

    On the page of a `call`, where no reference is typed, the one to which a child of that name belongs, and who was
    `born` that day where it is given. It refuses what is not filled in; of all else the row says what came of it.
    """
    because, hours = checks.check_reason(because), checks.check_hours(hours)
    checks.check_declared(declared)
    lock(by)
    today = timezone.localdate(at)
    if born:
        check_said_birth(born, today)
    meant = _meant(typed, born, by, today, by_name=call is not None)
    outcome = _outcome(meant, by, today)
    grant = _give(meant.family, because, hours, by, at) if meant.family and outcome == Outcome.OPENED else None
    emergency = Emergency.objects.create(
        by=by, at=at, typed=typed.strip(), because=because, hours=hours, until_at=grant.until_at if grant else None,
        outcome=outcome, family=meant.family, call=call, grant=grant,
    )  # fmt: skip
    if outcome != Outcome.OPEN_ALREADY:
        _tell(emergency, queries.named_few(meant.family, today) if meant.family else ())
    return emergency


def _meant(typed: str, born: date | None, by: User, today: date, *, by_name: bool) -> Meant:
    number = queries.number_in(typed)
    if number is not None or not by_name:
        return Meant(queries.family_by_reference(number) if number is not None else None)
    found = queries.families_by_child(typed, born)
    # One that is open to them already is not what they look for, unless there is no other.
    closed = [family for family in found if not access_of(by, family, today=today).can(Can.READ)]
    among = closed or found[:1]
    return Meant(among[0]) if len(among) == 1 else Meant(None, Outcome.SEVERAL if among else Outcome.NOT_FOUND)


def _outcome(meant: Meant, by: User, today: date) -> Outcome:
    """Of those who may not it says the same, whatever is there."""
    if not queries.may_open(by, today):
        return Outcome.ROLE
    if meant.family is None:
        return meant.without
    if queries.is_shut_out(by, meant.family, today):
        return Outcome.CONFLICT
    return Outcome.OPEN_ALREADY if access_of(by, meant.family, today=today).can(Can.READ) else Outcome.OPENED


def _give(family: Family, because: str, hours: int, by: User, at: datetime) -> FamilyGrant:
    until = at + timedelta(hours=hours)
    return grants.give(
        family, user=by, kind=GrantKind.BREAK_GLASS, because=because, by=by, until_at=until,
        from_date=timezone.localdate(at), until_date=timezone.localdate(until),
    )  # fmt: skip


@in_service
def _tell(emergency: Emergency, users: Iterable[User]) -> None:
    """Tell the managers of who did it, and `users`; what was opened is to be reviewed."""
    by, at, today = emergency.by, emergency.at, timezone.localdate(emergency.at)
    told = {*queries.managers_of_user(by, today), *users} - {by} or {*queries.next_to_tell(emergency, today)}
    # Of no family: it names nobody, and is read by managers who may not find the family too.
    notify(queries.TOLD, sorted(told, key=lambda user: user.pk), subject=emergency, family=None, by=by, at=at)
    if emergency.opened and emergency.family and emergency.family.familyteam_set.filter(until_date=None).exists():
        duedates.start(REVIEW, emergency, family=emergency.family, at=at)


@service
def pass_on(emergency: Emergency, *, by: User, at: datetime) -> int:
    """Nobody has reviewed it in time: the next managers are told; return how many there are."""
    lock(emergency.by)
    if not queries.is_to_be_passed_on(emergency, at):
        return 0
    users = queries.next_to_tell(emergency, timezone.localdate(at))
    notify(queries.PASSED_ON, users, subject=emergency, family=None, by=emergency.by, at=at)
    return len(users)


@service
def open_protected(
    protection: Protection, family: Family, *, because: str, declared: bool, by: User, at: datetime
) -> Emergency:
    """A second act, with its own reason: read what is protected, met in `family`, while the emergency there lasts.

    Where `by` reads the family by another right, it lasts for the hours that practice gives.
    """
    because = checks.check_reason(because)
    checks.check_declared(declared)
    require(by, family, Can.READ)
    lock(by)
    today = timezone.localdate(at)
    if protection.ended_at or reads(by, protection, at=at):
        raise Refusal("It is open to you already. Go back to its page.")
    hours = practice.current().settings.emergency_hours
    outcome = _outcome_of_protected(protection, by, today)
    grant = None
    if outcome == Outcome.OPENED:
        running = queries.running_grant(by, family, at, today)
        grant = running or _give(family, because, hours, by, at)
    emergency = Emergency.objects.create(
        by=by, at=at, because=because, hours=hours, until_at=grant.until_at if grant else None, outcome=outcome,
        family=family, protection=protection, grant=grant,
    )  # fmt: skip
    _tell(emergency, {*readers_of(protection), *managers_of(protection, today)})
    return emergency


def _outcome_of_protected(protection: Protection, by: User, today: date) -> Outcome:
    """Whoever works with those from whom it is kept does not open it by themselves."""
    if not queries.may_open(by, today):
        return Outcome.ROLE
    return Outcome.CONFLICT if works_with(by, protection.from_whom, today) else Outcome.OPENED


@service
def end(emergency: Emergency, *, by: User, at: datetime) -> Emergency:
    """Its owner has finished: all that it opened is shut from this moment. Idempotent."""
    if emergency.by_id != by.pk or emergency.grant is None:
        raise Refusal("Only who opened it ends it here. A manager of the family can end it for them.")
    grant = lock(emergency.grant)
    if grant.ended_at is None and grant.until_at and grant.until_at > at:
        grants.end(grant, because="Ended by who opened it.", at=at)
    return emergency


@service
def review(
    emergency: Emergency, *, judgement: str, detail: str, by: User, at: datetime, looked_into_by: str = ""
) -> EmergencyReview:
    """What a manager says of it, once: never who did it, nor who stands in for them."""
    lock(emergency.by)  # the row itself is written once, and cannot be held
    if not queries.may_review(by, emergency, timezone.localdate(at)):
        raise Refusal(ANOTHER_REVIEWS)
    checks.check_not_reviewed(emergency)
    detail, looked_into_by = detail.strip(), looked_into_by.strip()
    checks.check_review(judgement, detail, looked_into_by)
    reviewed = EmergencyReview.objects.create(
        family=emergency.family,
        emergency=emergency,
        judgement=judgement,
        detail=detail,
        looked_into_by=looked_into_by,
        by=by,
        at=at,
    )
    duedates.meet(REVIEW, emergency, at=at)
    return reviewed
