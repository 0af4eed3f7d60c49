"""A conflict of interest: declared by oneself or a manager, it shuts one person out of one family until it is ended."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.access.grants import services as grants
from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest
from casework.conflicts.queries import colleagues, conflicts_of, managers_who_find, works_with
from casework.families.models import Family
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User


@service
def declare(family: Family, *, because: str, by: User, at: datetime) -> ConflictOfInterest:
    """One's own: from this moment one finds nothing of the family; its managers are told at once."""
    require(by, family, Can.READ)
    declared = _shut_out(family, by, because, by, at)
    managers = managers_who_find(family, timezone.localdate(at))
    notify("conflict_declared", managers, subject=declared, family=family, by=by, at=at)
    return declared


@service
def declare_of(family: Family, *, user: User, because: str, by: User, at: datetime) -> ConflictOfInterest:
    """Of a colleague, by a manager of the grade that says who finds the family."""
    require_grade(by, family, "restrict")
    if not colleagues(family, by, timezone.localdate(at)).filter(pk=user.pk).exists():
        raise Refusal("Choose from those offered.", "user")
    return _shut_out(family, user, because, by, at)


def _shut_out(family: Family, user: User, because: str, by: User, at: datetime) -> ConflictOfInterest:
    lock(family)
    today = timezone.localdate(at)
    if not because.strip():
        raise Refusal("Say what the conflict is.", "because")
    if works_with(user, family, today):
        raise Refusal(
            f"{user} works with this family. A manager ends that part first, today: until then {user} stays its worker."
        )
    values = {"user": user, "because": because.strip(), "declared_by": by, "from_date": today}
    declared = ConflictOfInterest.objects.create(family=family, **values)
    for grant in FamilyGrant.objects.emergencies(today, at).filter(content_object=family, user=user):
        grants.end(grant, because="A conflict of interest was declared.", at=at)
    if not managers_who_find(family, today).exists():
        raise Refusal("Nobody would be left who manages this family. Ask the service manager to take it over first.")
    return declared


@service
def end(conflict: ConflictOfInterest, *, because: str, by: User, at: datetime) -> ConflictOfInterest:
    """Their rights count again, from this moment."""
    family = conflict.family
    require_grade(by, family, "restrict")
    lock(family)
    today = timezone.localdate(at)
    conflict = lock(conflict)
    if not conflicts_of(family, today).filter(pk=conflict.pk).exists():
        raise Conflict("It has ended already. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say why it is over.", "because")
    _end(conflict, because.strip(), today)
    return conflict


def _end(conflict: ConflictOfInterest, because: str, today: date) -> None:
    """It ended yesterday. What began only today is dated yesterday, so that its dates stay in order."""
    yesterday = today - timedelta(days=1)
    change(conflict, from_date=min(conflict.from_date, yesterday), until_date=yesterday, ended_because=because)
