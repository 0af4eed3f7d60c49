"""What was agreed: an owner and a date, or it is not an action (A7.8)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.families.models import FamilyRecord
from casework.notes.models import CaseNote
from casework.people.models import Person
from casework.trail.models import RecordedQuerySet


class AgreedActionQuerySet(RecordedQuerySet):
    def not_withdrawn(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_because="")

    def still_open(self) -> Self:
        return self.not_withdrawn().filter(done_on=None)

    def without_progress(self, today: date) -> Self:
        """What a worker or an agency is to do, overdue or with nothing noted for longer than the practice lets."""
        since = today - timedelta(days=practice.current().settings.action_progress_days)
        noted = Q(progress_on__gt=since) | Q(progress_on=None, agreed_on__gt=since)
        return self.still_open().filter(Q(due_on__lt=today) | ~noted, owner_person=None)

    def in_full(self) -> Self:
        """With all that a page shows of an action, so that none of it is read action by action."""
        return self.select_related("owner_user", "owner_person", "child", "note", "supported_by")


class Outcome(models.TextChoices):
    """Whether it brought about what it was to (A9.18)."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT = "not", "Not met"


class AgreedAction(FamilyRecord):
    """Owned by exactly one of a user, a person of the family, or a named agency.

    What a person of the family takes on is an agreement with the family: a worker supports it (`supported_by`) and
    looks at it again on `review_on`; it is never overdue. `progress` is the latest that was noted before it is done.
    """

    child = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.TextField()
    desired_outcome = models.TextField(blank=True)
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="agreed_actions"
    )
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="agreed_actions")
    owner_agency = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    agreed_on = models.DateField()
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="actions")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    supported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    handed_over_because = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    progress_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    result = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = models.Manager.from_queryset(AgreedActionQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["family", "agreed_on"], condition=Q(done_on=None, withdrawn_because=""), name="actions_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_user__isnull=False, owner_person=None, owner_agency="")
                | Q(owner_user=None, owner_person__isnull=False, owner_agency="")
                | (Q(owner_user=None, owner_person=None) & ~Q(owner_agency="")),
                name="an_action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(result="") & ~Q(outcome=""),
                name="a_done_action_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(owner_person__isnull=False) | Q(supported_by=None),
                name="only_what_a_family_takes_on_is_supported",
            ),
            models.CheckConstraint(
                condition=Q(progress="", progress_on=None) | ~Q(progress="") & Q(progress_on__isnull=False),
                name="progress_of_an_action_has_its_day",
            ),
        ]

    @property
    def owner(self) -> str:
        return str(self.owner_user or self.owner_person or self.owner_agency)

    @property
    def with_family(self) -> bool:
        """Whether it is an agreement with the family, which has no overdue duties (B9)."""
        return self.owner_person_id is not None

    @property
    def look_on(self) -> date:
        """When it is to be done, or of what was agreed with the family when it is looked at again."""
        return (self.review_on or self.due_on) if self.with_family else self.due_on

    def is_overdue(self, today: date) -> bool:
        return not self.with_family and not self.done_on and self.due_on < today
