"""Who else has a page open now."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from casework.open_pages.models import OpenPage
from casework.users.models import User

# The script of a page says every half minute that it is open. Where none runs, two minutes from opening are known.
STILL_OPEN = timedelta(minutes=2)


def others_at(path: str, user: User, now: datetime) -> QuerySet[OpenPage]:
    """Those besides `user` who have the page at `path` open, the one who opened it first first."""
    open_now = OpenPage.objects.filter(path=path, seen_at__gt=now - STILL_OPEN).exclude(user=user)
    return open_now.select_related("user").order_by("opened_at")
