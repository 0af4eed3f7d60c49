"""How to reach a person, and who may read it where it is protected."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.trail.models import Dated


class ContactKind(models.TextChoices):
    ADDRESS = "address", "Address"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"


class ContactDetail(Dated, FamilyRecord):
    """How to reach a person, from when until when. A protected one is shown to those named, and nowhere else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=300)
    remark = models.CharField(max_length=200, blank=True)
    protected = models.BooleanField(default=False)
    protected_because = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering = ["kind", "-from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(protected=False) | ~Q(protected_because=""), name="protected_says_because"
            ),
        ]


class ContactReader(FamilyRecord):
    """Who may read a protected contact detail."""

    contact = models.ForeignKey(ContactDetail, models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "user"], condition=Q(ended_on=None), name="a_contact_reader_is_named_once"
            )
        ]
