"""Narrative is never one block: passages, each under a heading, each about somebody or about everyone named.

`about` holds the ids of persons of the family (checked by the service that writes it); empty means everyone. An array
and not a table of links: what a passage said and about whom is one row, so its history is one row too (ADR 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from casework.families.models import FamilyRecord
from casework.practice.fields import SectionField, Words
from casework.practice.schema import Section
from casework.trail.fields import PeopleField


class Passage(FamilyRecord):
    """Abstract; the concrete one adds `owner`, with related_name 'passages', and says its sections."""

    section = SectionField(max_length=60)
    get_section_display: Words
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    about = PeopleField(default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "section", "position"], name="%(app_label)s_%(class)s_one_in_each_place"
            )
        ]

    @staticmethod
    def sections_of(row: Any) -> Iterable[Section]:
        """The sections under which `row`, a passage of this model or of its history, may be written."""
        raise NotImplementedError


@dataclass(frozen=True)
class NewText:
    """A passage as somebody typed it; `about` are ids of persons, none meaning everyone."""

    section: str
    text: str
    about: tuple[int, ...] = field(default=())
    position: int = 0
