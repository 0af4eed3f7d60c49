"""How the people of families are related, for those who list it."""

from django.db.models import Prefetch

from casework.families.models import Relationship


def relationships_told():
    """Those that hold and those that have ended; what never was so stands in the history alone."""
    told = Relationship.objects.filter(recorded_wrongly=False)
    return Prefetch("relationship_set", told.select_related("person", "other"))
