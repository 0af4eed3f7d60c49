"""Narrative is never one block: passages, each under a heading, each about somebody or about everyone named.

`about` holds the ids of persons of the family (checked by the service that writes it); empty means everyone. An array
and not a table of links: what a passage said and about whom is one row, so its history is one row too (ADR 4).
"""

from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.families.models import FamilyRecord


class Passage(FamilyRecord):
    """Abstract; the concrete one adds `owner`, with related_name 'passages'."""

    section = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    about = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "section", "position"], name="%(app_label)s_%(class)s_one_in_each_place"
            )
        ]


@dataclass(frozen=True)
class NewText:
    """A passage as somebody typed it; `about` are ids of persons, none meaning everyone."""

    section: str
    text: str
    about: tuple[int, ...] = field(default=())
    position: int = 0
