"""Who else has a page open, in a sentence."""

from datetime import datetime

from django.utils import timezone

from casework.open_pages.queries import others_at
from casework.users.models import User


def who_else(path: str, user: User, now: datetime) -> str:
    """'Dora Dale has this open too, since 14:05.'; '' where nobody has."""
    said = [f"{each.user}, since {timezone.localtime(each.opened_at):%H:%M}" for each in others_at(path, user, now)]
    return f"Open too, at this moment: {'; '.join(said)}." if said else ""
