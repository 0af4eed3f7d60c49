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
    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user"], condition=Q(read_at=None), name="unread_by_user")]


class OutgoingMail(models.Model):
    """The outbox: a mail about a notification, sent once; `withheld` when its reader may no longer see the family."""

    notification = models.OneToOneField(Notification, models.PROTECT, related_name="mail")
    subject = models.CharField(max_length=120)
    sent_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=None, withheld=False), name="mail_to_send")]
