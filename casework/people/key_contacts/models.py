"""The professionals around a family's children (A9.20)."""

from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.protections.models import Protection
from casework.trail.fields import PeopleField
from casework.trail.models import Dated


class Profession(models.TextChoices):
    SCHOOL = "school", "School or nursery"
    GP = "gp", "GP"
    HEALTH_VISITOR = "health_visitor", "Health visitor"
    SCHOOL_NURSE = "school_nurse", "School nurse"
    MIDWIFE = "midwife", "Midwife"
    HOSPITAL = "hospital", "Hospital or community health"
    POLICE = "police", "Police"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    ADVOCATE = "advocate", "Advocate or guardian"
    SOLICITOR = "solicitor", "Solicitor"
    INTERPRETER = "interpreter", "Interpreter"
    OTHER = "other", "Other"


# Where these see somebody, somebody can be found.
LOCATING = (
    Profession.SCHOOL, Profession.GP, Profession.HEALTH_VISITOR, Profession.SCHOOL_NURSE, Profession.MIDWIFE,
    Profession.HOSPITAL, Profession.HOUSING, Profession.ADVOCATE, Profession.SOLICITOR, Profession.OTHER,
)  # fmt: skip


class KeyContact(Dated, FamilyRecord):
    """A professional around the children, with telephone or e-mail, for whom, from and until (A9.20).

    `about` are ids of persons; none means the whole family.
    """

    profession = models.CharField(max_length=20, choices=Profession)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    about = PeopleField(default=list, blank=True)
    # A nursery or a GP tells where somebody lives as surely as the address.
    protection = models.ForeignKey(Protection, models.PROTECT, null=True, blank=True, related_name="key_contacts")

    class Meta(Dated.Meta):
        ordering = ["profession", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(name="", organisation=""), name="a_key_contact_is_somebody"),
        ]
