"""What is held back in a family, as one user may know of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps

from casework.families.models import Family
from casework.held_back.models import HeldBack
from casework.held_back.queries import held_back_of, protections_read_by
from casework.users.models import User


class HeldLine(NamedTuple):
    """'Note: text'; `because` is '' where it was found by its words."""

    what: str
    because: str
    by: User
    at: datetime


def held_back_context(family: Family, user: User) -> dict[str, Any]:
    """For those named what is held back and why; for all others how much."""
    readable = set(protections_read_by(user, family).values_list("pk", flat=True))
    rows = list(held_back_of(family))
    mine = [row for row in rows if row.protection_id in readable]
    others = {(row.subject_type, row.subject_id, row.field) for row in rows if row.protection_id not in readable}
    return {"lines": list(_lines(mine)), "held_from_user": len(others), "may_hold": bool(readable)}


def _lines(rows: Iterable[HeldBack]) -> Iterable[HeldLine]:
    for row in rows:
        model = apps.get_model(row.subject_type)
        field = str(model._meta.get_field(row.field).verbose_name)
        what = str(model._meta.verbose_name).removesuffix(" passage").capitalize()
        yield HeldLine(f"{what}: {field}", row.because, row.by, row.at)
