"""Recording that somebody is away and who covers: on those days the cover has their rights with their families."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.absences.checks import (
    check_clashes,
    check_days,
    check_length,
    check_may_lead_meanwhile,
    check_may_record,
    check_opens_only_what_is_theirs,
)
from casework.absences.models import Absence
from casework.absences.queries import TOLD, covers_for, managers_to_tell
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User


@service
def add(
    user: User, *, cover: User, from_date: date, until_date: date, by: User, at: datetime, because: str = "",
) -> Absence:  # fmt: skip
    """`user` is away on these days, both included, and `cover` covers; the managers of their families are told."""
    today = timezone.localdate(at)
    check_may_record(by, user, today)
    _lock_both(user, cover)
    check_days(from_date, until_date, today)
    if not covers_for(user, from_date).filter(pk=cover.pk).exists():
        raise Refusal(f"{cover} is not a practitioner of {user}'s team. Choose a colleague of the same team.", "cover")
    check_clashes(user, cover, from_date, until_date)
    check_length(user, from_date, until_date, by=by, today=today)
    check_opens_only_what_is_theirs(user, cover, from_date, until_date)
    check_may_lead_meanwhile(user, cover, from_date, until_date)
    absence = Absence.objects.create(
        user=user, cover=cover, from_date=from_date, until_date=until_date, because=because.strip()
    )
    told = [each for each in managers_to_tell(absence, today) if each != by]
    notify(TOLD, told, subject=absence, family=None, by=by, at=at)
    return absence


def _lock_both(user: User, cover: User) -> None:
    """So that nobody covers while they are away; in the order of their ids, so that two never end in a deadlock."""
    for each in sorted((user, cover), key=lambda each: each.pk):
        lock(each)


@service
def cancel(absence: Absence, *, by: User, at: datetime) -> Absence:
    """It does not take place; one that has begun ended yesterday: what the cover did on those days stays right."""
    absence = lock(absence, "user")
    today = timezone.localdate(at)
    check_may_record(by, absence.user, today)
    if absence.cancelled or absence.last_day < today:
        raise Conflict("This absence is over or cancelled already, and nothing more was changed.")
    if absence.from_date < today:
        change(absence, until_date=today - timedelta(days=1))
    else:
        change(absence, cancelled=True)
    told = [each for each in managers_to_tell(absence, today) if each != by]
    notify("cover_cancelled", told, subject=absence, family=None, by=by, at=at)
    return absence
