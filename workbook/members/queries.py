"""The family's members and workers, and the episodes which somebody who comes now is part of."""

from django.utils import timezone

from workbook.episodes.states import RUNNING
from workbook.workbooks.queries import open_workbook_of


def relationships_of(family):
    """Those that stand, and those that ended (the ones that never were are told nowhere)."""
    ended = family.relationship_set.filter(until_date__isnull=False, recorded_wrongly=False)
    return list(family.relationships_now()), list(ended.select_related("person", "other"))


def current_allocations(family):
    """Those who work with the family now, the lead first."""
    today = timezone.localdate()
    return family.allocation_set.on(today).with_lead(today).select_related("worker")


def episodes_to_join(family):
    """Where somebody who comes now is put: what runs, or else the latest, from which the next takes its people."""
    workbook = open_workbook_of(family)
    running = list(workbook.episodes.filter(state__in=RUNNING)) if workbook else []
    return running or ([workbook.episodes.first()] if workbook else [])
