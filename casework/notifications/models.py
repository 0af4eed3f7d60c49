"""What people are notified of, in the application and by mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family


class Notification(models.Model):
    """That something happened to the row `subject`: its text and its page are made when it is shown (`registry`).

    It is shown only to its recipient, signed in, while they may see the family. Without a family (a call about a child
    whose family is not known yet) it names nobody. `values` are what the subject does not say: moments and ids, never
    a name or words.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="notifications")
    # Whose record tells it, where that is another one: of a restricted family nobody else is told.
    told_by = models.ForeignKey(Family, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_by_user"),
            models.Index(fields=["user", "-at", "-id"], name="notifications_latest_first"),
            # Who was told of an emergency stands on its list and page.
            models.Index(
                fields=["subject_type", "subject_id"],
                condition=Q(kind__in=("emergency", "emergency_passed_on")),
                name="notifications_of_emergencies",
            ),
        ]
