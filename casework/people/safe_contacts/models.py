"""Safe contact: when and how somebody may be reached without putting them in danger."""

from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.trail.models import Dated


class Voicemail(models.TextChoices):
    YES = "yes", "A message may be left"
    NO = "no", "Never leave a message"
    NOT_KNOWN = "not_known", "Not known: do not leave a message"


class SafeContact(Dated, FamilyRecord):
    """`code_word` is shown to who records on the family, on pages alone: no paper, mail, API or history line has it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="safe_contacts")
    when = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=300, blank=True)
    voicemail = models.CharField(max_length=10, choices=Voicemail, default=Voicemail.NOT_KNOWN)
    post_read_by = models.CharField(max_length=200, blank=True)
    code_word = models.CharField(max_length=60, blank=True)

    class Meta(Dated.Meta):
        ordering = ["person", "-from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(when="", how="", post_read_by=""), name="safe_contact_says_something"),
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(until_date=None), name="one_safe_contact_at_a_time"
            ),
        ]
