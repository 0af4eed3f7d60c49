"""Family time: with whom a child spends it, how, and by whose decision."""

from django.db import models
from django.db.models import F, Q

from casework.families.models import FamilyRecord
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.trail.models import Dated


class Supervision(models.TextChoices):
    NONE = "none", "Not supervised"
    SUPPORTED = "supported", "Supported"
    SUPERVISED = "supervised", "Supervised"
    LETTERS = "letters", "By letter, telephone or video only"
    NO_TIME = "no_time", "None: it is not allowed"


class FamilyTime(Dated, FamilyRecord):
    """`place` is a key contact, such as a contact centre; `where` are words, and never an address."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="family_time")
    with_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="family_time_with")
    with_whom = models.CharField(max_length=120, blank=True)
    supervision = models.CharField(max_length=10, choices=Supervision)
    supervised_by = models.CharField(max_length=200, blank=True)
    how_often = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(KeyContact, models.PROTECT, null=True, blank=True, related_name="+")
    where = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=200)
    not_allowed = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering = ["child", "from_date", "pk"]
        verbose_name = "family time"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(with_person=None) & ~Q(with_whom="") | Q(with_person__isnull=False, with_whom=""),
                name="family_time_is_with_somebody",
            ),
            models.CheckConstraint(condition=~Q(with_person=F("child")), name="nobody_has_family_time_with_oneself"),
        ]

    @property
    def other(self) -> str:
        return str(self.with_person) if self.with_person else self.with_whom
