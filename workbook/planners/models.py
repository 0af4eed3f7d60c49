"""The support and assessment planner: the schedule and purpose of each visit, agreed with the parents (A5.17)."""

from django.db import models

from casework.actions.models import AgreedAction
from casework.families.models import FamilyRecord
from casework.notes.models import CaseNote
from casework.practice.fields import CodeField, PracticeKeys, Words
from casework.trail.fields import PeopleField
from casework.trail.versions import Versioned
from workbook.programmes.models import FamilyProgramme


class SupportPlanner(Versioned, FamilyRecord):
    """Agreed at the joint handover visit, and again when it is agreed anew; `agreed_with` are ids of persons."""

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="planners")
    number = models.PositiveSmallIntegerField()
    agreed_on = models.DateField()
    agreed_with = PeopleField(default=list)
    why_involved = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="planners_are_numbered")]


class PlannedVisit(FamilyRecord):
    """A planned visit of the family: its time, its purpose and what became of it are those of its note."""

    planner = models.ForeignKey(SupportPlanner, models.PROTECT, related_name="visits")
    note = models.OneToOneField(CaseNote, models.PROTECT, related_name="planned_visit")
    module = CodeField(PracticeKeys("modules"), max_length=20, blank=True)
    get_module_display: Words

    class Meta:
        ordering = ["note__planned_for", "pk"]


class PlannerAction(FamilyRecord):
    planner = models.ForeignKey(SupportPlanner, models.PROTECT, related_name="action_lines")
    action = models.OneToOneField(AgreedAction, models.PROTECT, related_name="planner_line")

    class Meta:
        ordering = ["pk"]
