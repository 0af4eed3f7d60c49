"""What a restricted family knows of a person whom other families know too."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.families.models import FamilyRecord
from casework.people.models import Life, Person


class KnownApart(FamilyRecord, Life):
    """Of `person` the columns named in `said` are known to this family as they stand here, and to no other."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="known_apart")
    said = ArrayField(models.CharField(max_length=30))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["family", "person"], name="known_apart_once")]

    def values(self) -> dict[str, Any]:
        """By column what is said here."""
        return {name: getattr(self, name) for name in self.said}


# The columns of a life, as rows name them.
COLUMNS = tuple(field.attname for field in Life._meta.fields)
