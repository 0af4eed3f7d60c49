"""What speaks against joining two families."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from casework import practice
from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.joins.models import FamilyJoin
from casework.users.queries import holders_of
from casework.users.roles import grades_from

CANNOT_JOIN = "These two families cannot be joined"
CANNOT_UNDO = "These two families cannot be taken apart now"


def reasons_against(family: Family, joined: Family, at: datetime) -> list[str]:
    """What speaks against joining `joined` into `family`, in words; none where it can be done."""
    if family.pk == joined.pk:
        return ["Choose another family."]
    held = [f"the family {joined} {hold.because}" for hold in holds_against(joined, Held.JOINING)]
    checks = (*_checks(family, joined, timezone.localdate(at)), *_who_may_see(family, joined, at))
    return held + [sentence for applies, sentence in checks if applies]


def reasons_against_undoing(family: Family, joined: Family, at: datetime) -> list[str]:
    """What speaks against taking `joined` out of `family` again, in words, of who may see them."""
    restricted = family.restriction_set.on(timezone.localdate(at)).exists()
    shut = (restricted, "the family is restricted, and what it knows apart would stay with it. Lift that first")
    return [sentence for applies, sentence in (shut, *_who_may_see(family, joined, at)) if applies]


def _who_may_see(family: Family, joined: Family, at: datetime) -> Iterator[tuple[bool, str]]:
    """What is open in an emergency is one record; a conflict of interest counts for both, as they stood together."""
    today, both = timezone.localdate(at), (family, joined)
    yield (
        FamilyGrant.objects.emergencies(today, at).filter(content_object__in=both).exists(),
        "somebody has one of them open in an emergency now. Wait until that is over, or end it",
    )
    shut = ConflictOfInterest.objects.on(today).filter(family__in=both).order_by().values("user")
    working = Allocation.objects.filter(_not_over(today), family__in=both, worker__in=shut)
    yield working.exists(), "a worker of one has a conflict of interest with the other. End that worker's part first"
    grades = grades_from(practice.current().decisions.restrict)
    managers = holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)
    yield (
        managers.exists() and not managers.exclude(pk__in=shut).exists(),
        "every manager of the team would have a conflict of interest. Ask the service manager to take it over",
    )


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
