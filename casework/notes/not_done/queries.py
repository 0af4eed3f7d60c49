"""Whom a visit that did not take place leaves unseen, so that the managers are told (A7.15)."""

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from casework import practice
from casework.families.models import Family
from casework.notes.states import TOOK_PLACE
from casework.plans.models import Plan, PlanKind
from casework.practice import calendar
from casework.words import london_date, say_all


def why_managers_are_told(family: Family, at: datetime) -> str:
    """'Mia Ash has a child protection plan', or '' where nobody has to be told; in three queries."""
    children = family.children_now()
    protected = _protected(family, at)
    if named := [str(child) for child in children if protected & set(child.all_ids)]:
        return f"{say_all(named)} {'has' if len(named) == 1 else 'have'} a child protection plan"
    waiting = family.involvement_set.filter(closed_on=None, harm_alleged_at__isnull=False, not_seen_because="")
    waiting = waiting.select_related("child")
    seen = last_seen_by_child(family)
    for involvement in waiting:
        last, alleged = seen.get(involvement.child.one_id), involvement.harm_alleged_at
        if last is None or (alleged and last < alleged):
            return "harm is alleged, and the child has not been seen since"
    limit = practice.current().settings.not_seen_told_after
    long = [str(child) for child in children if (last := seen.get(child.one_id)) and calendar.after(last, limit) < at]
    return f"{say_all(long)} {'was' if len(long) == 1 else 'were'} last seen long ago" if long else ""


def _protected(family: Family, at: datetime) -> set[int]:
    plans = Plan.objects.filter(family=family, kind=PlanKind.CHILD_PROTECTION).not_withdrawn().on(london_date(at))
    return set(plans.order_by().values_list("child_id", flat=True))


def last_seen_by_child(family: Family) -> dict[int, datetime]:
    """By the child's `one_id`."""
    seen = family.seen_set.filter(seen=True, note__family=family, note__state__in=TOOK_PLACE).order_by()
    return dict(
        seen.values_list(Coalesce("child__merged_into_id", "child_id")).annotate(last=Max("note__took_place_at"))
    )
