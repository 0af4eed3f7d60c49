"""The family's members and workers, and the episodes which somebody who comes now is part of."""

from datetime import date

from django.db.models import Q, QuerySet

from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyMember
from casework.people.models import Person
from casework.relationships.models import Relationship
from casework.states import filled
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import RUNNING
from workbook.workbooks.queries import open_workbook_of


def relationships_of(family: Family) -> tuple[list[Relationship], list[Relationship]]:
    """Those that hold now, and those that ended; one that was recorded wrongly is in neither."""
    ended = family.relationship_set.filter(until_date__isnull=False, recorded_wrongly=False)
    return list(family.relationships_now()), list(ended.select_related("person", "other"))


def current_allocations(family: Family, today: date) -> QuerySet[Allocation]:
    """Those who work with the family now, the lead first."""
    return family.allocation_set.on(today).with_lead(today).select_related("worker")


def episodes_to_join(family: Family) -> list[WorkbookEpisode]:
    """Where somebody who comes now becomes a member: what runs, or else the latest, whose people go on to the next."""
    workbook = open_workbook_of(family)
    running = list(workbook.episodes.filter(state__in=RUNNING)) if workbook else []
    return running or ([filled(workbook.episodes.first())] if workbook else [])


def relationships_with(family: Family, person: Person) -> QuerySet[Relationship]:
    """Those that hold now."""
    related = family.relationship_set.filter(Q(person=person) | Q(other=person), recorded_wrongly=False)
    return related.filter(until_date=None).select_related("person", "other")


def former_members(family: Family) -> list[FamilyMember]:
    """Who belonged to the family and does not any more: the last membership of each, the latest first."""
    now = family.members_now().values("person")
    over = family.familymember_set.filter(until_date__isnull=False)
    ended = over.exclude(person__in=now).select_related("person")
    last = {member.person_id: member for member in ended.order_by("until_date", "pk")}
    return sorted(last.values(), key=lambda member: filled(member.until_date), reverse=True)
