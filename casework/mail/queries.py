"""What whoever runs the service asks of the outbox."""

from datetime import datetime

from casework.mail.models import OutgoingMail, OutgoingMailQuerySet


def waiting_since() -> datetime | None:
    """The moment of the notification whose mail waits longest; None where none waits."""
    oldest = OutgoingMail.objects.unsent().order_by("pk").select_related("notification").first()
    return oldest.notification.at if oldest else None


def untried_since() -> datetime | None:
    """As `waiting_since`, of the mails that no mail server was asked to take yet."""
    oldest = OutgoingMail.objects.unsent().filter(attempts=0).order_by("pk").select_related("notification").first()
    return oldest.notification.at if oldest else None


def set_aside() -> OutgoingMailQuerySet:
    """The mails that are not tried again by themselves, the first first."""
    return OutgoingMail.objects.exclude(set_aside_at=None).select_related("notification__user").order_by("set_aside_at")
