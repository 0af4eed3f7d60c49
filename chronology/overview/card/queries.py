"""Rows of a family's card, besides those of its overview."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, DateField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.plans.models import Assessment
from casework.safety_plans.models import SafetyPlan
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState


def next_planned(family: Family, now: datetime) -> CaseNote | None:
    """The next visit or meeting that somebody has planned."""
    coming = family.casenote_set.filter(state=NoteState.PLANNED, planned_for__gte=now).order_by("planned_for")
    return coming.select_related("author").first()


def managers_of(family: Family, today: date) -> QuerySet[User]:
    """Of the team that works with the family."""
    return holders_of(TEAM_MANAGERS, teams=[family.headline.team_id], today=today)


def safety_plans_in_force(family: Family) -> list[SafetyPlan]:
    """The current one and the first that there was: at most two, in the order of their numbers."""
    rows = family.safetyplan_set.exclude(current_from=None).order_by("number").defer("agreed_with")
    found = list(rows)
    return found if len(found) < 2 else [found[0], found[-1]]


class LastAssessment(NamedTuple):
    """`child` is the id of the child, None of a Family Programme; `kind` is '' of one too."""

    pk: int
    child: int | None
    kind: str
    on: date


def last_assessments(family: Family) -> list[LastAssessment]:
    """The last of a child that ended, and the Family Programme that was completed last as an assessment."""
    ended = Assessment.objects.not_withdrawn().filter(family=family, ended_on__isnull=False)
    of_child = ended.annotate(what=Cast("kind", TextField())).order_by("-ended_on", "-pk")
    programmes = ProgrammeAssessment.objects.filter(family=family, state=AssessmentState.COMPLETED)
    of_programme = programmes.annotate(
        of=Value(None, BigIntegerField()), what=Value("", TextField()), on=Cast("submitted_at", DateField())
    )
    one = of_child.values_list("pk", "child_id", "what", "ended_on")[:1]
    other = of_programme.order_by("-pk").values_list("pk", "of", "what", "on")[:1]
    found = one.union(other, all=True)
    return [LastAssessment(pk, child, kind, on) for pk, child, kind, on in found if on]
