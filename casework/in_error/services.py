"""Saying of a record that it was recorded in error: one row for each, and everyone concerned is told."""

from collections.abc import Iterable
from datetime import datetime

from casework.families.models import FamilyRecord
from casework.in_error.checks import check_reason
from casework.in_error.models import InError, InErrorReason
from casework.notifications.services import notify
from casework.subjects import columns_of
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def record(
    row: FamilyRecord, *, reason: str, because: str, by: User, at: datetime, told: Iterable[User] = (),
    went_with: InError | None = None, words_stay: bool = False,
) -> InError:  # fmt: skip
    """The row itself is changed by the caller, who knows what takes it out of every view; `told` are told."""
    check_reason(reason, because)
    found = InError.objects.create(
        family_id=row.family_id, **columns_of(row), reason=reason, because=because.strip(), by=by, at=at,
        went_with=went_with, words_stay=words_stay,
    )  # fmt: skip
    users = sorted({user for user in told if user != by and user.is_active}, key=lambda user: user.pk)
    notify("recorded_in_error", users, subject=found, family=row.family, by=by, at=at)
    return found


def said(reason: str) -> str:
    """What a row's own column says of it: the reason, and never the words."""
    return f"Recorded in error: {InErrorReason(reason).label[:1].lower()}{InErrorReason(reason).label[1:]}."
