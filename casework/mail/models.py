"""The outbox: mails about notifications, until a mail server has taken them."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from casework.notifications.models import Notification

UNSENT = Q(sent_at=None, withheld=False, set_aside_at=None)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unsent(self) -> "OutgoingMailQuerySet":
        """Those that are still to be sent, now or later."""
        return self.filter(UNSENT)

    def due(self, at: datetime) -> "OutgoingMailQuerySet":
        """Those to be tried now, the new ones first."""
        now = Q(next_try_at=None) | Q(next_try_at__lte=at)
        return self.unsent().filter(now).order_by(F("next_try_at").asc(nulls_first=True), "pk")


class OutgoingMail(models.Model):
    """A mail about a notification, sent once; `withheld` when its reader may no longer see the family.

    `message_id` is made before the first attempt and stays: a server that took the mail and was cut off before it said
    so sees the same mail again. `attempts` is counted, and `next_try_at` set, before each attempt: that is its lease.
    `set_aside_at`: it is not tried again by itself, `set_aside_because` says why in the mail server's words.
    """

    notification = models.OneToOneField(Notification, models.PROTECT, related_name="mail")
    subject = models.CharField(max_length=120)
    sent_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False, db_default=False)
    message_id = models.CharField(max_length=200, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_because = models.CharField(max_length=200, blank=True, db_default="")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_try_at", "id"], condition=UNSENT, name="mail_to_send")]
