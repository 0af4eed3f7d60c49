"""Runs, and where people have written since."""

from collections.abc import Collection

from django.apps import apps
from django.db.models import QuerySet

from casework.families.models import Family, FamilyMember, FamilyRecord, InRoleQuerySet
from casework.imports.ledger.models import ImportRun
from casework.people.models import Person


def runs() -> QuerySet[ImportRun]:
    """The latest first."""
    return ImportRun.objects.select_related("team", "by", "end", "undone").order_by("-pk")


def latest_standing() -> ImportRun | None:
    return ImportRun.objects.filter(undone=None).order_by("-pk").first()


def families_written_in_since(run: ImportRun, families: Collection[int]) -> set[int]:
    """Those of `families` (ids) in which anybody but the robot of the run has written since it began."""
    found: set[int] = set()
    if not families:
        return found
    for model in (each for each in apps.get_models() if issubclass(each, FamilyRecord)):
        rows = model.history.filter(family_id__in=families, history_date__gte=run.at).exclude(history_user=run.by_id)
        found |= set(rows.order_by().values_list("family_id", flat=True).distinct())
    own = Family.history.filter(id__in=families, history_date__gte=run.at).exclude(history_user=run.by_id)
    found |= set(own.order_by().values_list("id", flat=True).distinct())
    people = Person.history.filter(history_date__gte=run.at).exclude(history_user=run.by_id)
    members = InRoleQuerySet(FamilyMember).filter(family__in=families, person__in=people.order_by().values("id"))
    return found | set(members.order_by().values_list("family", flat=True))
