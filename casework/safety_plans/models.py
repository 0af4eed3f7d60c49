"""The family's safety plan: the current one, its versions, and who has it (A9.20)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.families.models import FamilyRecord
from casework.passages.models import Passage
from casework.practice.schema import Section
from casework.safety_plans.states import SafetyPlanState
from casework.trail.fields import PeopleField
from casework.trail.versions import Versioned


class SafetyPlan(Versioned, FamilyRecord):
    """One version; the next is written while this one stays current."""

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SafetyPlanState, default=SafetyPlanState.DRAFT)
    begun_at = models.DateTimeField()
    current_from = models.DateTimeField(null=True, blank=True)
    # With whom of the family and network it was agreed, by name; `agreed_by` made it the current one.
    agreed_with = models.CharField(max_length=300, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["family", "number"], name="safety_plans_are_numbered"),
            models.UniqueConstraint(
                fields=["family"], condition=Q(state=SafetyPlanState.CURRENT), name="one_current_safety_plan"
            ),
            models.UniqueConstraint(
                fields=["family"], condition=Q(state=SafetyPlanState.DRAFT), name="one_safety_plan_being_written"
            ),
            models.CheckConstraint(
                condition=Q(state=SafetyPlanState.DRAFT, current_from=None, agreed_by=None)
                | (~Q(state=SafetyPlanState.DRAFT) & Q(current_from__isnull=False, agreed_by__isnull=False)),
                name="a_safety_plan_that_counts_says_who_and_when",
            ),
        ]


class SafetyPlanPassage(Passage):
    owner = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: models.Model) -> Iterable[Section]:
        return practice.current().safety_plan_sections


class SafetyPlanPrinting(FamilyRecord):
    """What was asked before a version was printed: whether it is safe to keep at home, and who must not have it."""

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="printings")
    safe_at_home = models.BooleanField()
    kept_where = models.CharField(max_length=300, blank=True)
    not_for = PeopleField(default=list, blank=True)
    not_for_others = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(safe_at_home=True) | ~Q(kept_where=""), name="what_is_not_safe_at_home_is_kept_elsewhere"
            )
        ]
