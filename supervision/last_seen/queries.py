"""When the children with whom one works were last seen, and by when each is to be seen again (A7.7, B3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max
from django.db.models.functions import Coalesce

from casework import practice
from casework.notes.models import Seen
from casework.notes.states import NoteState
from casework.people.models import Person
from casework.plans.models import PlanKind
from casework.plans.status.queries import Case, CurrentFact, FactOfFamily
from casework.practice.calendar import after, start_of_day
from casework.practice.schema import Length
from casework.referrals.models import Involvement


class ChildLastSeen(NamedTuple):
    """`last_seen` is None of a child whom nobody has seen yet; `due_at` is by when they are to be seen."""

    family: int
    child: Person
    last_seen: datetime | None
    due_at: datetime

    def unseen(self, now: datetime) -> bool:
        return self.due_at < now


def seen_again_by(kinds: Iterable[str], last_seen: datetime | None, since: date) -> datetime:
    """By when a child with plans of these kinds is to be seen; who was not seen yet, so long after `since`."""
    return after(last_seen or start_of_day(since), _within(set(kinds)))


def open_since(cases: Iterable[Case]) -> dict[int, date]:
    """By the `one_id` of a child with an open case the day since when it is."""
    return {case.child: case.opened_on for case in cases if case.closed_on is None}


def due_of(
    child: Person, last_seen: datetime | None, facts: Iterable[CurrentFact], opened: Mapping[int, date]
) -> datetime | None:
    """By when one child of a family is to be seen by the plans among `facts`; None where no case is open."""
    since = opened.get(child.one_id)
    if since is None:
        return None
    return seen_again_by((fact.kind for fact in facts if fact.child_id == child.one_id), last_seen, since)


def _within(kinds: set[str]) -> Length:
    lengths = practice.current().seen_within
    if PlanKind.CHILD_PROTECTION in kinds:
        return lengths.child_protection
    return lengths.child_we_care_for if PlanKind.CHILD_WE_CARE_FOR in kinds else lengths.child_in_need


def children_of(families: Collection[int], facts: Iterable[FactOfFamily]) -> list[ChildLastSeen]:
    """Each child of these families (ids) whose case is open, by family and age; unborn and dead children are none.

    `facts` are the plans that hold in these families. In two queries, however many they are.
    """
    open_cases = Involvement.objects.filter(family__in=families, closed_on=None, child__died=None)
    cases: dict[tuple[int, int], Involvement] = {}
    for row in open_cases.exclude(child__born=None, child__about_age=None).select_related("child__merged_into"):
        cases.setdefault((row.family_id, row.child.one_id), row)
    if not cases:
        return []
    seen = _last_seen({family for family, _ in cases})
    plans: dict[tuple[int, int], set[str]] = defaultdict(set)
    for fact in facts:
        plans[fact.family, fact.child_id].add(fact.kind)
    return [
        ChildLastSeen(
            family, row.child.merged_into or row.child, seen.get((family, child)),
            seen_again_by(plans[family, child], seen.get((family, child)), row.opened_on),
        )
        for (family, child), row in cases.items()
    ]  # fmt: skip


def _last_seen(families: Collection[int]) -> dict[tuple[int, int], datetime]:
    rows = Seen.objects.filter(family__in=families, note__family__in=families, seen=True).order_by()
    rows = rows.exclude(note__state=NoteState.WITHDRAWN)
    one = Coalesce("child__merged_into_id", "child_id")
    return {
        (family, child): at
        for family, child, at in rows.values_list("family", one).annotate(Max("note__took_place_at"))
    }


def longest_unseen(children: Iterable[ChildLastSeen]) -> dict[int, ChildLastSeen]:
    """By family the child whom nobody has seen for the longest time."""
    found: dict[int, ChildLastSeen] = {}
    for each in children:
        before = found.get(each.family)
        if before is None or _rank(each) < _rank(before):
            found[each.family] = each
    return found


def _rank(each: ChildLastSeen) -> tuple[bool, datetime]:
    """Whoever was never seen comes before all others."""
    return each.last_seen is not None, each.last_seen or each.due_at
