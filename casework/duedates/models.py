"""The clocks: one row for each thing that is due, and one for each reminder of it."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from casework import practice
from casework.families.models import Family
from casework.people.models import Person
from casework.practice.calendar import END_OF_DAY
from casework.practice.fields import CodeField, PracticeKeys, Words
from casework.subjects import SubjectKey, columns_of, find
from casework.users.models import Team

RUNS = Q(met_at=None, cancelled_at=None)


class DueDateQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(RUNS)

    def of(self, subject: models.Model) -> Self:
        """The clocks of the row `subject`."""
        return self.filter(**columns_of(subject))

    def shown(self) -> Self:
        """With what a list says of each, but for its subject (`registry.fetch_subjects`)."""
        return self.select_related("family", "child", "owner", "team")


class DueDate(models.Model):
    """Never overwritten: met, or cancelled and replaced. What is shown of it is made when it is shown.

    `team` is the team that works with the family; `owner` is who is to do it, or None: then the team's managers.
    `anchor_at` is the moment before which it is due, of a timescale whose length lies before one.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="due_dates")
    child = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    timescale = CodeField(PracticeKeys("timescales"), max_length=40)
    get_timescale_display: Words
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="due_dates")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    anchor_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["timescale", "subject_type", "subject_id"], condition=RUNS, name="one_clock_runs"
            ),
            models.CheckConstraint(condition=Q(remind_at__lte=models.F("due_at")), name="reminded_before_it_is_due"),
            models.CheckConstraint(condition=Q(met_at=None) | Q(cancelled_at=None), name="met_or_cancelled_not_both"),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=RUNS, name="due_by_owner"),
            models.Index(fields=["team", "due_at"], condition=RUNS, name="due_by_team"),
            models.Index(fields=["team", "due_at"], condition=RUNS & Q(owner=None), name="due_from_a_team"),
            models.Index(fields=["family", "due_at"], condition=RUNS, name="due_by_family"),
            models.Index(fields=["due_at", "id"], condition=RUNS, name="due_by_time"),
            models.Index(fields=["remind_at"], condition=RUNS, name="due_by_reminder"),
        ]

    @cached_property
    def subject(self) -> models.Model | None:
        """The row that it is about, or None where that is gone; `registry.fetch_subjects` fetches those of a list."""
        return find(SubjectKey(self.subject_type, self.subject_id))

    @cached_property
    def subject_is_there(self) -> bool:
        return self.subject is not None

    @property
    def rule(self) -> str:
        """From when and how long, in the words of the practice file."""
        return practice.current().timescale(self.timescale).rule

    @property
    def met_by(self) -> str:
        """What meets it, in the words of the practice file."""
        return practice.current().timescale(self.timescale).met_by

    @property
    def due(self) -> date | datetime:
        """When it is due: a day where it is due by the end of one, a moment otherwise."""
        local = timezone.localtime(self.due_at)
        return local.date() if local.time() == END_OF_DAY else self.due_at


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
