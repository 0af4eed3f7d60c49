"""How the people of families are related, for those who list it, and whether that may be changed now."""

from django.db.models import Prefetch

from casework.families.models import Relationship
from casework.families.services import people_of
from casework.relationships.locking import is_practised, lock_of, may_override, who_overrides
from casework.relationships.models import RelationshipOverride


def relationships_told():
    """Those that hold and those that have ended; what never was so stands in the history alone."""
    told = Relationship.objects.filter(recorded_wrongly=False)
    return Prefetch("relationship_set", told.select_related("person", "other"))


def how_to_relate(family):
    """What to do on the page of a relationship, which needs two people."""
    if people_of(family).count() > 1:
        return "Who is what of whom: ‘Ann is the mother of Mia’."
    return "Add the people first: a relationship is one between two people of the family."


def changing(family):
    """For a page of a family that access returned: the lock, if there is one, and whether this reader overrides it."""
    lock = lock_of(family)
    return {
        "lock": lock,
        "overriding": lock is not None and may_override(family.access),
        "who_overrides": who_overrides(),
        "lock_is_practised": is_practised(),
    }


def overrides_of(family, *, since, until=None):
    """What was changed while a summary was open, latest first, from the moment `since` until before `until`."""
    overrides = RelationshipOverride.objects.filter(family=family, at__gte=since)
    if until:
        overrides = overrides.filter(at__lt=until)
    return overrides.select_related("relationship__person", "relationship__other", "by")
