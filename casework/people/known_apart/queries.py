"""What of a person a family said, and what is left where that is not known."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access.models import Restriction
from casework.families.models import Family, FamilyMember
from casework.people.known_apart.models import COLUMNS, KnownApart
from casework.people.models import Person


def is_restricted(family: Family) -> bool:
    return Restriction.objects.on(timezone.localdate()).filter(family=family).exists()


def known_elsewhere(family: Family, person: Person) -> bool:
    """Whether the person belongs or belonged to another family too."""
    return FamilyMember.objects.filter(person=person).exclude(family=family).exists()


def without(family: Family, person: Person) -> dict[str, Any]:
    """By column what is known of the person without what `family` said of them.

    What stood when another family first had the person is that family's too: it was read there.
    """
    shared_since = _known_elsewhere_since(family, person)
    told: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for row in person.history.order_by("history_id"):
        now = {name: getattr(row, name) for name in COLUMNS}
        if row.said_in_id != family.pk or row.history_date < shared_since:
            told |= {name: value for name, value in now.items() if name not in before or before[name] != value}
        before = now
    return told


def _known_elsewhere_since(family: Family, person: Person) -> datetime:
    """When the first membership in another family was recorded."""
    rows = FamilyMember.history.filter(person=person, history_type="+").exclude(family=family)
    return rows.order_by("history_id").values_list("history_date", flat=True)[0]


def said_elsewhere_since(row: KnownApart) -> set[str]:
    """The columns of the person that others changed after the family last said something apart."""
    since = row.history.exclude(said=[]).order_by("-history_id").values_list("history_date", flat=True)[0]
    states = row.person.history.order_by("history_id")
    before = {name: getattr(state, name) for state in states.filter(history_date__lte=since) for name in COLUMNS}
    changed: set[str] = set()
    for state in states.filter(history_date__gt=since):
        changed |= {name for name in COLUMNS if getattr(state, name) != before.get(name)}
    return changed
