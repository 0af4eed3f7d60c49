"""The cultural notes on the genogram's page: identity, culture, language and faith (A8.5)."""

from collections.abc import Iterable

from django.db import models

from casework import practice
from casework.families.models import FamilyRecord
from casework.passages.models import Passage
from casework.practice.schema import Section
from casework.trail.versions import Versioned


class GenogramNote(Versioned, FamilyRecord):
    """One for a family, made with its first text; what was written before stays in the history."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family"], name="one_genogram_note_for_a_family")]


class GenogramPassage(Passage):
    owner = models.ForeignKey(GenogramNote, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: models.Model) -> Iterable[Section]:
        return practice.current().genogram_sections
