"""How to reach a person: it belongs to the person, and is read in every family of theirs."""

from django.db import models

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.protections.models import Protection
from casework.trail.models import Dated


class ContactKind(models.TextChoices):
    ADDRESS = "address", "Address"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"


class ContactDetail(Dated, FamilyRecord):
    """How to reach a person, from when until when; `family` is the one that wrote it.

    A protected one is shown to the readers of its protection, and nowhere else.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=300)
    remark = models.CharField(max_length=200, blank=True)
    protection = models.ForeignKey(Protection, models.PROTECT, null=True, blank=True, related_name="contact_details")

    class Meta(Dated.Meta):
        ordering = ["kind", "-from_date", "pk"]
