"""The rows of what is granted: the only place that writes them. Who may grant what is asked by the acts above."""

from datetime import date, datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from casework.access.grants.models import FamilyGrant, GrantKind
from casework.access.rights import BY_GRANT, Can
from casework.families.models import Family
from casework.people.models import Person
from casework.trail.acting import in_service
from casework.trail.rows import change
from casework.users.models import User


@in_service
def give(
    family: Family, *, user: User, kind: GrantKind, because: str, from_date: date, until_date: date, by: User,
    child: Person | None = None, until_at: datetime | None = None,
) -> FamilyGrant:  # fmt: skip
    """Both days belong to it; of a broken glass `until_at` is the moment at which its hours end."""
    return FamilyGrant.objects.create(
        content_object=family, user=user, permission=_permission(kind), kind=kind, child=child, because=because,
        granted_by=by, from_date=from_date, until_date=until_date, until_at=until_at,
    )  # fmt: skip


def _permission(kind: GrantKind) -> Permission:
    codename = "change_family" if Can.RECORD in BY_GRANT[kind] else "view_family"
    return Permission.objects.get(content_type=ContentType.objects.get_for_model(Family), codename=codename)


@in_service
def end(grant: FamilyGrant, *, because: str, at: datetime) -> FamilyGrant:
    """From this moment it counts no more; the days for which it was given stay as they were."""
    change(grant, ended_at=at, ended_because=because)
    return grant
