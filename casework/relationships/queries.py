"""How the people of families are related, and what was changed while a summary was open."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from casework.families.models import Family
from casework.relationships.models import Relationship, RelationshipOverride


def prefetch_relationships() -> Prefetch:
    """Those that hold and those that have ended; what was recorded wrongly is in the history alone."""
    valid = Relationship.objects.filter(recorded_wrongly=False)
    return Prefetch("relationship_set", valid.select_related("person", "other"))


def overrides_of(family: Family, *, since: datetime, until: datetime | None = None) -> QuerySet[RelationshipOverride]:
    """What was changed while a summary was open, latest first, from the moment `since` until before `until`."""
    overrides = RelationshipOverride.objects.filter(family=family, at__gte=since)
    if until:
        overrides = overrides.filter(at__lt=until)
    return overrides.select_related("relationship__person", "relationship__other", "by")
