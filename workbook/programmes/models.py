"""The Family Programme: eight modules, intervention and assessment in one (A5)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.families.models import FamilyRecord
from casework.passages.models import Passage
from casework.people.models import Person
from casework.practice.fields import CodeField, PracticeKeys, SectionField, Words
from casework.practice.schema import Section
from casework.trail.versions import Versioned
from workbook.programmes.states import ModuleState, ProgrammeState
from workbook.summaries.models import SummaryPassage
from workbook.workbooks.models import Workbook


class FamilyProgramme(FamilyRecord):
    """One open throughout; a second where separated parents do not consent to share with each other (A5.5, A5.6).

    `workbook` is None where the family has none: the modules serve as its parenting assessment too (A5.3).
    """

    workbook = models.ForeignKey(Workbook, models.PROTECT, null=True, blank=True, related_name="programmes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of a second one, not shared with whom the first is shared with: why stands in a `SharingChoice`, and not here.
    kept_apart = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["family", "number"], name="programmes_are_numbered"),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(state=ProgrammeState.OPEN, kept_apart=False),
                name="one_open_programme_but_for_one_kept_apart",
            ),
            models.CheckConstraint(
                condition=Q(state=ProgrammeState.OPEN, ended_at=None)
                | (Q(state=ProgrammeState.ENDED, ended_at__isnull=False) & ~Q(ended_because="")),
                name="an_ended_programme_says_when_and_why",
            ),
        ]


class ProgrammeParent(FamilyRecord):
    """A parent or carer who works through this programme, and with whom it is shared."""

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="parents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # From this day it is not shared with them any more: they have a programme of their own, or do not take part.
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="a_parent_once_in_a_programme")]


class ProgrammeChild(FamilyRecord):
    """A child whom this programme is about."""

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # From this day the programme is not about the child any more; what was written of the child in it stays.
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="a_child_once_in_a_programme")]


class ModuleRecord(Versioned, FamilyRecord):
    """What was written of one module, of one child where the module is written for each (C20).

    `round` is 0 for a module that carries on, and otherwise the number of the assessment that it belongs to (A5.5). A
    child's record is read in each open programme about that child, unless it is kept apart: then in its own alone.
    """

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="records")
    module = CodeField(PracticeKeys("modules"), max_length=20)
    get_module_display: Words
    child = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ModuleState, default=ModuleState.OPEN)
    begun_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    kept_apart_because = models.TextField(blank=True)

    class Meta:
        ordering = ["module", "child__born", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "module", "child", "round"],
                nulls_distinct=False,
                name="a_module_once_in_a_programme",
            ),
            models.CheckConstraint(
                condition=~Q(state=ModuleState.COMPLETED) | Q(completed_at__isnull=False, completed_by__isnull=False),
                name="a_completed_module_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(kept_apart_because="") | Q(child__isnull=False), name="only_a_childs_record_is_kept_apart"
            ),
        ]


class ModulePassage(Passage):
    owner = models.ForeignKey(ModuleRecord, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: Any) -> Iterable[Section]:
        return practice.current().sections_of_module(row.owner.module)


class DrawnPassage(FamilyRecord):
    """A passage of a worker's finalised summary that stands in a module too: by reference, with its source (C21)."""

    record = models.ForeignKey(ModuleRecord, models.PROTECT, related_name="drawn")
    section = SectionField(max_length=60)
    get_section_display: Words
    passage = models.ForeignKey(SummaryPassage, models.PROTECT, related_name="drawn_into")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "passage"], condition=Q(removed_because=""), name="drawn_once_into_a_module"
            )
        ]

    @staticmethod
    def sections_of(row: Any) -> Iterable[Section]:
        return practice.current().sections_of_module(row.record.module)
