"""The lock of an opened page, and the row that says it was saved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from casework.subjects import columns_of
from casework.submissions.models import Submission
from casework.trail.acting import check_transaction
from casework.users.models import User

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def lock_page(user: User, form_key: UUID) -> None:
    """Wait for whoever saves or keeps the same page now, and hold it until the transaction ends.

    Raises NoTransaction outside one.
    """
    check_transaction()
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"page:{user.pk}:{form_key}"])


def record(
    user: User, form_key: UUID, *, digest: str, answered_with: Any, url: str, at: datetime, saved_passages: str = ""
) -> Submission:
    """Say that the page was saved, in the transaction of the service that saved it, under the page's lock."""
    check_transaction()
    rows = answered_with if isinstance(answered_with, list) else [answered_with]
    subject = rows[0] if len(rows) == 1 and isinstance(rows[0], Model) else None
    return Submission.objects.create(
        user=user,
        form_key=form_key,
        digest=digest,
        at=at,
        url=url[:500],
        saved_passages=saved_passages,
        **(columns_of(subject) if subject else {}),
    )
