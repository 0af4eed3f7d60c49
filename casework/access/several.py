"""What one user is to each of several families, for lists that lead to pages with rights of their own."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from casework.access.queries import ACCESS_COLUMNS, NOTHING, FamilyAccess, access_from, since, with_access
from casework.access.rights import Can
from casework.families.models import Family
from casework.users.models import User


def access_by_family(
    user: User, families: Iterable[int | None], *, today: date | None = None
) -> dict[int, FamilyAccess]:
    """By the family's id what `access_of` gives, in one query; a family that there is not is not in it."""
    ids = {family for family in families if family}
    if not ids or not user.is_active:
        return dict.fromkeys(ids, NOTHING)
    today = today or timezone.localdate()
    given: tuple[Any, ...] = (user, today, since(Can.READ, today), timezone.now())
    found = with_access(Family.objects.filter(pk__in=ids).order_by(), *given)
    return {pk: access_from(*columns) for pk, *columns in found.values_list("pk", *ACCESS_COLUMNS)}
