"""Who is what of whom, and why a manager let that change while a summary was open (C23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.families.models import Family, FamilyRecord
from casework.people.models import Person
from casework.trail.models import Permanent
from casework.words import say_age


class RelationshipKind(models.TextChoices):
    MOTHER = "mother", "mother"
    FATHER = "father", "father"
    ADOPTIVE_PARENT = "adoptive_parent", "adoptive parent"
    STEP_PARENT = "step_parent", "step-parent"
    FOSTER_CARER = "foster_carer", "foster carer"
    GUARDIAN = "guardian", "guardian or special guardian"
    GRANDPARENT = "grandparent", "grandparent"
    SIBLING = "sibling", "brother or sister"
    HALF_SIBLING = "half_sibling", "half-brother or half-sister"
    PARTNER = "partner", "partner"
    FORMER_PARTNER = "former_partner", "former partner"
    AUNT_OR_UNCLE = "aunt_or_uncle", "aunt or uncle"
    COUSIN = "cousin", "cousin"
    CARER = "carer", "carer"
    OTHER = "other", "other relation"


# Of these a person has one, or is spoken of as if so; of the others 'a'.
WITH_DEFINITE_ARTICLE = {RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARTNER}


def kind_with_article(kind: str) -> str:
    """'the mother', 'an aunt or uncle', 'another relation'."""
    kind = RelationshipKind(kind)
    if kind == RelationshipKind.OTHER:
        return "another relation"
    article = "the" if kind in WITH_DEFINITE_ARTICLE else "an" if kind.label[0] in "aeiou" else "a"
    return f"{article} {kind.label}"


class Relationship(FamilyRecord):
    """`person` is the `kind` of `other`: 'Ann is the mother of Ben'."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=20, choices=RelationshipKind)
    other = models.ForeignKey(Person, models.PROTECT, related_name="related")
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    # It never was so: only the history shows it.
    recorded_wrongly = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="nobody_is_related_to_oneself"),
            models.CheckConstraint(
                condition=Q(recorded_wrongly=False) | (Q(until_date__isnull=False) & ~Q(ended_because="")),
                name="what_was_recorded_wrongly_has_ended_and_says_why",
            ),
            models.UniqueConstraint(
                fields=["family", "person", "kind", "other"],
                condition=Q(until_date=None),
                name="a_relationship_once",
            ),
        ]

    @property
    def sentence(self) -> str:
        """'Ann is the mother of Mia'; 'Pat, 41, is the father of Pat, 8' where both have one name."""
        verb = f"is {kind_with_article(self.kind)} of"
        if str(self.person).casefold() != str(self.other).casefold():
            return f"{self.person} {verb} {self.other}"
        today = timezone.localdate()
        ages = [say_age(person, today, short=True) for person in (self.person, self.other)]
        return f"{self.person}, {ages[0]}, {verb} {self.other}, {ages[1]}"


class RelationshipOverride(Permanent):
    """Written once, with the change that it allowed: `act` is what was done to `relationship`."""

    class Act(models.TextChoices):
        ADDED = "added", "added"
        ENDED = "ended", "ended"
        WITHDRAWN = "withdrawn", "withdrawn"

    family = models.ForeignKey(Family, models.PROTECT)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="overrides")
    act = models.CharField(max_length=10, choices=Act)
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
