"""The ecomap: whom the family is tied to outside itself, and what each tie gives or costs (A5.18)."""

from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.trail.models import Dated
from casework.trail.versions import Versioned


class TieKind(models.TextChoices):
    RELATIVES = "relatives", "Relatives"
    FRIENDS = "friends", "Friends and neighbours"
    SCHOOL = "school", "School or nursery"
    HEALTH = "health", "Health"
    WORK = "work", "Work and money"
    FAITH = "faith", "Faith and community"
    LEISURE = "leisure", "Leisure"
    SERVICES = "services", "Services and agencies"
    OTHER = "other", "Other"


class TieStrength(models.TextChoices):
    STRONG = "strong", "Strong"
    WEAK = "weak", "Weak"
    STRESSFUL = "stressful", "Stressful"
    BROKEN = "broken", "Broken off"


class TieFlow(models.TextChoices):
    TO = "to", "Gives to the family"
    FROM = "from", "Takes from the family"
    BOTH = "both", "Both"


class EcomapTie(Versioned, Dated, FamilyRecord):
    """One tie: of `person`, or of the family as a whole where none is named, with somebody or something outside."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ecomap_ties")
    # Of a key contact the row is named, and not its name: it may be protected.
    with_whom = models.CharField(max_length=120, blank=True)
    key_contact = models.ForeignKey(KeyContact, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=TieKind)
    strength = models.CharField(max_length=10, choices=TieStrength)
    flow = models.CharField(max_length=5, choices=TieFlow)
    about = models.CharField(max_length=300, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering = ["person__name", "with_whom", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(key_contact=None) & ~Q(with_whom="")) | Q(key_contact__isnull=False, with_whom=""),
                name="a_tie_is_with_somebody",
            ),
        ]
