"""Parental responsibility: who holds it for a child, since when, by what, and until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.trail.models import RecordedQuerySet


class Ground(models.TextChoices):
    """By what somebody holds it: Children Act 1989, sections 2 to 5, 14C and 33; Adoption and Children Act 2002."""

    BIRTH_MOTHER = "birth_mother", "Gave birth to the child"
    MARRIED = "married", "Married to the mother, or her civil partner"
    CERTIFICATE = "certificate", "Named on the birth certificate"
    AGREEMENT = "agreement", "Parental responsibility agreement"
    PR_ORDER = "pr_order", "Parental responsibility order"
    ARRANGEMENTS = "arrangements", "Child arrangements order"
    SPECIAL_GUARDIANSHIP = "special_guardianship", "Special guardianship order"
    GUARDIAN = "guardian", "Appointed guardian"
    ADOPTION = "adoption", "Adoption order"
    PARENTAL_ORDER = "parental_order", "Parental order"
    EMERGENCY_PROTECTION = "emergency_protection", "Emergency protection order"
    INTERIM_CARE = "interim_care", "Interim care order"
    CARE = "care", "Care order"
    PLACEMENT = "placement", "Placement order"
    OTHER = "other", "Something else"


# What a court, an agreement or an adoption gave: the others hold it by birth.
BY_ORDER = (
    Ground.AGREEMENT, Ground.PR_ORDER, Ground.ARRANGEMENTS, Ground.SPECIAL_GUARDIANSHIP, Ground.GUARDIAN,
    Ground.ADOPTION, Ground.PARENTAL_ORDER, Ground.EMERGENCY_PROTECTION, Ground.INTERIM_CARE, Ground.CARE,
    Ground.PLACEMENT,
)  # fmt: skip


class ResponsibilityQuerySet(RecordedQuerySet):
    def on(self, day: date) -> Self:
        """Those that hold on `day`."""
        begun = Q(from_date=None) | Q(from_date__lte=day)
        lasting = (Q(ends_on=None) | Q(ends_on__gte=day)) & (Q(ended_on=None) | Q(ended_on__gt=day))
        return self.filter(begun, lasting)


class ParentalResponsibility(FamilyRecord):
    """That `holder`, or an `authority`, holds it for the child; never inferred from who is whose parent.

    `from_date` None is since the birth, or not known; `ends_on` is the day on which an order ends by itself.
    """

    child = models.ForeignKey(Person, models.PROTECT, related_name="responsibilities")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="responsible_for")
    authority = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=25, choices=Ground)
    remark = models.CharField(max_length=200, blank=True)
    from_date = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(ResponsibilityQuerySet)()

    class Meta:
        ordering = ["child", "from_date", "pk"]
        verbose_name = "parental responsibility"
        constraints = [
            models.CheckConstraint(
                condition=Q(holder=None) & ~Q(authority="") | Q(holder__isnull=False, authority=""),
                name="held_by_a_person_or_an_authority",
            ),
            models.CheckConstraint(condition=~Q(holder=F("child")), name="nobody_is_responsible_for_oneself"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="responsibility_that_ended_says_because",
            ),
            models.CheckConstraint(
                condition=(Q(from_date=None) | Q(ends_on=None) | Q(ends_on__gte=F("from_date")))
                & (Q(from_date=None) | Q(ended_on=None) | Q(ended_on__gte=F("from_date"))),
                name="responsibility_dates_in_order",
            ),
        ]

    @property
    def held_by(self) -> str:
        return str(self.holder) if self.holder else self.authority
