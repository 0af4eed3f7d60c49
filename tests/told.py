"""What users were notified of, in the words that they read, and where each leads."""

from casework.notifications.models import Notification
from casework.notifications.registry import ShownNotification, shown
from casework.users.models import User


def shown_to(user: User) -> list[ShownNotification]:
    """The first before the others."""
    return shown(user.notifications.select_related("family", "by").order_by("pk"), user)


def texts(user: User) -> list[str]:
    return [each.text for each in shown_to(user)]


def times_told(user: User, words: str) -> int:
    """How many notifications of `user` say `words`."""
    return sum(words in text for text in texts(user))


def told(words: str) -> list[Notification]:
    """All notifications that say `words` to their reader, the first before the others."""
    readers = User.objects.filter(notifications__isnull=False).distinct().order_by("pk")
    return [each.notification for user in readers for each in shown_to(user) if words in each.text]
