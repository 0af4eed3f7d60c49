"""What of a referral waits: children, calls, decisions, and who may decide."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from casework.access import may_take
from casework.calls.models import SafetyCall
from casework.calls.states import REFERRAL
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import said_in
from casework.referrals.models import Involvement, Referral


def children_free_for_referral(family: Family) -> tuple[list[Person], list[Person]]:
    """The children who may be part of a new referral, and those who are open on another already."""
    open_now = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    children = family.children_now()
    free = [child for child in children if child.pk not in open_now]
    return free, [child for child in children if child.pk in open_now]


def families_with_open_case(family: Family, children: Iterable[Person]) -> dict[int, list[int]]:
    """By id of the child the ids of the families in which the case is open, as `family` may know it.

    Of a restricted one nobody is told: a child's case can be open there too, and its people agree on one.
    """
    same = ids_of(children)
    found: dict[int, list[int]] = {}
    said = said_in(family, None, timezone.localdate())
    for involvement in Involvement.objects.filter(said, child__in=same, closed_on=None):
        found.setdefault(same[involvement.child_id], []).append(involvement.family_id)
    return found


def ids_of(children: Iterable[Person]) -> dict[int, int]:
    """All ids of each child (one may have been entered twice), each with the id of the row that was given."""
    return {pk: child.pk for child in children for pk in child.all_ids}


def calls_without_referral(family: Family) -> QuerySet[SafetyCall]:
    """The calls that became a referral of this family which is not recorded yet, the first before the others."""
    return family.calls.filter(outcome=REFERRAL, referral=None).order_by("taken_at", "pk")


def involvements_of(referral: Referral) -> QuerySet[Involvement]:
    """The children's parts in it, withdrawn ones too, with what a page says of each."""
    rows = referral.involvements(manager="with_withdrawn")
    return rows.select_related("child", "family", "decided_by", "withdrawn_by")


def waiting_for_decision(referral: Referral) -> QuerySet[Involvement]:
    return referral.involvements.filter(decision="", closed_on=None).select_related("child", "family")


def may_decide(family: Family) -> bool:
    """Whether this user, for whom the family was opened, has the grade that decides on a referral."""
    return may_take(family.access, "decide_referral")


def waits_to_be_seen(involvement: Involvement) -> bool:
    """Whether the child is still to be seen, or the reason to be recorded (A7.19)."""
    return running_clock("harm_alleged", involvement).exists()


def waits_for_early_help(involvement: Involvement) -> bool:
    """Whether early help's decision on the request is still to be recorded; never where that clock is off (A9.5)."""
    return running_clock("early_help_decision", involvement).exists()
