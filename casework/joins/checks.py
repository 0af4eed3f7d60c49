"""What speaks against joining two families."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from casework.families.models import Family
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.joins.models import FamilyJoin

CANNOT_JOIN = "These two families cannot be joined"


def reasons_against(family: Family, joined: Family, today: date) -> list[str]:
    """What speaks against joining `joined` into `family`, in words; none where it can be done."""
    if family.pk == joined.pk:
        return ["Choose another family."]
    held = [f"the family {joined} {hold.because}" for hold in holds_against(joined, Held.JOINING)]
    return held + [sentence for applies, sentence in _checks(family, joined, today) if applies]


def _checks(family: Family, joined: Family, today: date) -> Iterator[tuple[bool, str]]:
    yield (
        all(one.allocation_set.filter(_not_over(today)).exists() for one in (family, joined)),
        f"workers are allocated to both. End the allocations to the family {joined} first",
    )
    yield (
        bool(_ones_of(family) & _ones_of(joined)),
        "somebody belongs to both. End the membership in one of them first",
    )
    yield joined.safetyplan_set.exists(), f"the family {joined} has a safety plan of its own"
    yield joined.transfer_set.exists(), f"the family {joined} is being transferred, or was"
    yield (
        joined.restriction_set.on(today).exists() or family.restriction_set.on(today).exists(),
        "one of them is restricted",
    )
    yield (
        FamilyJoin.objects.filter(joined__in=[family, joined], undone=False).exists(),
        "one of them has been joined to another family already",
    )
    yield joined.genogramnote_set.exists(), f"the family {joined} has cultural notes of its own"


def _ones_of(family: Family) -> set[int]:
    """The `one_id` of each who belongs to the family now: somebody may be in the other under another entry."""
    members = family.familymember_set.filter(until_date=None).order_by()
    return {merged or pk for pk, merged in members.values_list("person", "person__merged_into")}


def _not_over(today: date) -> Q:
    """Now, or still to begin."""
    return Q(until_date=None) | Q(until_date__gte=today)
