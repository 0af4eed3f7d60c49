"""The clocks: one row for each thing that is due, and one for each reminder of it."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework import practice
from casework.families.models import Family
from casework.people.models import Person
from casework.practice.calendar import END_OF_DAY
from casework.practice.fields import CodeField, PracticeKeys, Words
from casework.users.models import Team, User


class DueDateQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(met_at=None, cancelled_at=None)


class DueDate(models.Model):
    """Never overwritten: met, or cancelled and replaced. `subject` names the row that it is about ('casenote:12')."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="due_dates")
    child = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    timescale = CodeField(PracticeKeys("timescales"), max_length=40)
    get_timescale_display: Words
    subject = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="due_dates")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=160)
    because = models.CharField(max_length=160)
    url = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["timescale", "subject"], condition=Q(met_at=None, cancelled_at=None), name="one_clock_runs"
            ),
            models.CheckConstraint(condition=Q(met_at=None) | Q(cancelled_at=None), name="met_or_cancelled_not_both"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(team__isnull=False), name="somebody_owns_what_is_due"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(met_at=None, cancelled_at=None), name="due_by_owner")
        ]

    @property
    def met_by(self) -> str:
        """What meets it, in the words of the practice file."""
        return practice.current().timescale(self.timescale).met_by

    @property
    def due(self) -> date | datetime:
        """When it is due: a day where it is due by the end of one, a moment otherwise."""
        local = timezone.localtime(self.due_at)
        return local.date() if local.time() == END_OF_DAY else self.due_at

    def url_for(self, user: User) -> str:
        """Where `user` goes for it: only its owner writes a visit up, so anybody else is sent to the visit itself."""
        return self.url if self.owner_id == user.pk else self.url.removesuffix("write-up/")


class Stage(models.TextChoices):
    BEFORE = "before", "due soon"
    MISSED = "missed", "overdue"


class Reminder(models.Model):
    """Raised once for a due date, a stage and a recipient, however often the task runs."""

    due_date = models.ForeignKey(DueDate, models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=10, choices=Stage)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due_date", "stage", "recipient"], name="reminded_once"),
        ]
