"""How the people of families are related, and what was changed while a summary was open."""

from django.db.models import Prefetch

from casework.relationships.models import Relationship, RelationshipOverride


def prefetch_relationships():
    """Those that hold and those that have ended; what never was so stands in the history alone."""
    told = Relationship.objects.filter(recorded_wrongly=False)
    return Prefetch("relationship_set", told.select_related("person", "other"))


def overrides_of(family, *, since, until=None):
    """What was changed while a summary was open, latest first, from the moment `since` until before `until`."""
    overrides = RelationshipOverride.objects.filter(family=family, at__gte=since)
    if until:
        overrides = overrides.filter(at__lt=until)
    return overrides.select_related("relationship__person", "relationship__other", "by")
