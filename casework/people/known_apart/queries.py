"""What of a person a family said, and what is left where that is not known."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone

from casework.access import restricted_families
from casework.access.models import Restriction
from casework.families.headlines.queries import families_ever_of
from casework.families.models import Family, FamilyMember
from casework.people.known_apart.models import COLUMNS, KnownApart
from casework.people.models import Person


def is_restricted(family: Family) -> bool:
    return Restriction.objects.on(timezone.localdate()).filter(family=family).exists()


def known_elsewhere(family: Family, person: Person) -> bool:
    """Whether the person belongs or belonged to another family too."""
    return FamilyMember.objects.filter(person=person).exclude(family=family).exists()


def told_in(family: Family, person: Person) -> Collection[int]:
    """The ids of the families that know what `family` says of the person: a restricted one alone, or all of theirs."""
    if is_restricted(family) and known_elsewhere(family, person):
        return [family.pk]
    return families_ever_of(person.all_ids)


def without(family: Family, person: Person) -> dict[str, Any]:
    """By column what is known of the person without what `family` said of them.

    What stood when another family first had the person is that family's too, since it was read there; and how the row
    began.
    """
    shared_since = _known_elsewhere_since(family, person)
    told: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for row in person.history.order_by("history_id"):
        now = {name: getattr(row, name) for name in COLUMNS}
        if not before or row.said_in_id != family.pk or row.history_date < shared_since:
            told |= {name: value for name, value in now.items() if name not in before or before[name] != value}
        before = now
    return told


def _known_elsewhere_since(family: Family, person: Person) -> datetime:
    """When the person first belonged to another family, also by a join that moved the membership."""
    rows = FamilyMember.history.filter(person=person).exclude(family=family).order_by("history_id")
    return rows.values_list("history_date", flat=True)[0]


def said_elsewhere_since(row: KnownApart) -> set[str]:
    """The columns of the person that others changed after the family last said something apart."""
    since = row.history.exclude(said=[]).order_by("-history_id").values_list("history_date", flat=True)[0]
    states = row.person.history.order_by("history_id")
    before = {name: getattr(state, name) for state in states.filter(history_date__lte=since) for name in COLUMNS}
    changed: set[str] = set()
    for state in states.filter(history_date__gt=since):
        changed |= {name for name in COLUMNS if getattr(state, name) != before.get(name)}
    return changed


def linked_across(family: Family) -> list[Person]:
    """The entries that are linked as one person with another, where this family alone has one of the two."""
    here = FamilyMember.objects.filter(family=family).order_by().values("person")
    rows = Person.objects.filter(Q(pk__in=here) | Q(merged_into__in=here), merged_into__isnull=False)
    return [row for row in rows.select_related("merged_into").order_by("pk") if _is_across(family, row)]


def _is_across(family: Family, entry: Person) -> bool:
    return known_elsewhere(family, entry) != known_elsewhere(family, cast("Person", entry.merged_into))


def is_across_a_restriction(one: Person, other: Person) -> bool:
    """Whether a restricted family alone has one of the two."""
    here = FamilyMember.objects.filter(person__in=[one, other]).order_by().values("family")
    restricted = Family.objects.filter(pk__in=here).filter(pk__in=restricted_families(timezone.localdate()))
    return any(known_elsewhere(family, one) != known_elsewhere(family, other) for family in restricted)


def taken_apart(family: Family) -> list[tuple[Person, Person, str]]:
    """Each entry that was linked until the family was restricted and is not linked again, to which, and why.

    To the main entry of who was linked meanwhile; one to which others were linked meanwhile stays by itself.
    """
    undone = Person.history.filter(said_in=family, merged_into=None).order_by("history_id")
    found: dict[int, tuple[Person, Person, str]] = {}
    for row in undone:
        before = Person.history.filter(id=row.id, history_id__lt=row.history_id).order_by("-history_id").first()
        entry = Person.objects.get(pk=row.id)
        if before and before.merged_into_id and entry.merged_into_id is None and not entry.merged.exists():
            into = Person.objects.select_related("merged_into").get(pk=before.merged_into_id)
            found[entry.pk] = (entry, into.merged_into or into, before.merged_because)
    return list(found.values())
