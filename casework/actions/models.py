"""What was agreed: an owner and a date, or it is not an action (A7.8)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

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

    def in_full(self) -> Self:
        """With all that a page shows of an action, so that none of it is read action by action."""
        return self.select_related("owner_user", "owner_person", "child", "note")


class AgreedAction(FamilyRecord):
    """Owned by exactly one of a user, a person of the family, or a named agency."""

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
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = models.Manager.from_queryset(AgreedActionQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_user__isnull=False, owner_person=None, owner_agency="")
                | Q(owner_user=None, owner_person__isnull=False, owner_agency="")
                | (Q(owner_user=None, owner_person=None) & ~Q(owner_agency="")),
                name="an_action_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(result=""), name="a_done_action_has_its_result"),
        ]

    @property
    def owner(self) -> str:
        return str(self.owner_user or self.owner_person or self.owner_agency)
