"""Opening a family to one person, for a reason and for some days, and ending it before its time."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import require_grade
from casework.access.grants import services as rows
from casework.access.grants.models import FamilyGrant, GrantKind
from casework.families.models import Family
from casework.grants import checks
from casework.grants.queries import standing_grants
from casework.notifications.services import notify
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.users.models import User


@service
def grant(
    family: Family, *, user: User, kind: str, because: str, from_date: date, until_date: date, by: User, at: datetime,
    child: Person | None = None,
) -> FamilyGrant:  # fmt: skip
    """Open the family to `user` from one day until another, both of which belong to it; they are told at once."""
    today = timezone.localdate(at)
    checks.check_kind(family, kind, today)
    require_grade(by, family, checks.grade_for(kind))
    lock(family)
    checks.check_grantee(family, user, GrantKind(kind), by, today)
    checks.check_child(family, kind, child)
    checks.check_days(from_date, until_date, today)
    if not because.strip():
        raise Refusal("Say why the family is opened to them.", "because")
    standing = standing_grants(family, at, today).filter(user=user, until_at=None)
    if standing.filter(from_date__lte=until_date, until_date__gte=from_date).exists():
        raise Refusal(f"The family is open to {user} on some of these days already. End that first.", "user")
    given = rows.give(
        family, user=user, kind=GrantKind(kind), because=because.strip(), from_date=from_date, until_date=until_date,
        child=child, by=by,
    )  # fmt: skip
    notify("family_granted", [user], subject=given, family=family, by=by, at=at)
    return given


@service
def end(grant: FamilyGrant, *, because: str, by: User, at: datetime) -> FamilyGrant:
    """They find the family no more, from this moment, unless another right of theirs reaches it."""
    family = grant.family
    require_grade(by, family, checks.grade_for(grant.kind))
    lock(family)
    grant = lock(grant)
    if not standing_grants(family, at, timezone.localdate(at)).filter(pk=grant.pk).exists():
        raise Conflict("It has ended already. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say why it ends.", "because")
    return rows.end(grant, because=because.strip(), at=at)
