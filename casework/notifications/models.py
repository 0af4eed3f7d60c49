"""What people are notified of, in the application and by mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family


class Notification(models.Model):
    """`text` may name the family: it is shown only to its recipient, signed in, while they may see the family.

    Without a family (a call about a child whose family is not known yet) it names nobody.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="notifications")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_by_user"),
            models.Index(fields=["user", "-at", "-id"], name="notifications_latest_first"),
        ]
