"""Noting that a page is open; and forgetting it."""

from datetime import datetime, timedelta

from casework.open_pages.models import OpenPage
from casework.open_pages.queries import STILL_OPEN
from casework.users.models import User

FORGOTTEN_AFTER = timedelta(hours=1)


def note_open(user: User, path: str, at: datetime) -> None:
    """`user` has the page at `path` open at `at`; it counts as opened anew after it was not seen for a while."""
    rows = OpenPage.objects.filter(user=user, path=path)
    if rows.filter(seen_at__gt=at - STILL_OPEN).update(seen_at=at):
        return
    if not rows.update(opened_at=at, seen_at=at):
        OpenPage.objects.bulk_create([OpenPage(user=user, path=path, opened_at=at, seen_at=at)], ignore_conflicts=True)


def forget_open(user: User, path: str) -> None:
    """`user` has left the page, or saved it."""
    OpenPage.objects.filter(user=user, path=path).delete()


def purge(at: datetime) -> int:
    """Delete the pages that nobody has had open for an hour; how many rows."""
    deleted, _ = OpenPage.objects.filter(seen_at__lte=at - FORGOTTEN_AFTER).delete()
    return deleted
