"""The open children with whom nobody works, as at a day: number, nature and reasons (A10.16)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from casework.families.models import Family
from casework.people.models import Person
from casework.practice.calendar import DAY
from casework.unallocated.models import UnallocatedReason
from casework.unallocated.queries import involvements_for, reasons_by_family, waiting_now, without_lead
from casework.users.models import User
from casework.words import say_date


class UnallocatedChild(NamedTuple):
    """`because` is the latest reason recorded since then, or None."""

    child: Person
    family: Family
    since: date
    days: int
    need: str
    because: UnallocatedReason | None


class MonthlyReport(NamedTuple):
    """`by_need` and `by_reason` are pairs of words and a number of children, the most frequent first."""

    as_at: date
    waiting: list[UnallocatedChild]
    families: int
    by_need: list[tuple[str, int]]
    by_reason: list[tuple[str, int]]


def unallocated_children(rows: Sequence[Any], as_at: date) -> list[UnallocatedChild]:
    """An item for each of these rows of `without_lead`, in their order."""
    reasons = reasons_by_family([row.family_id for row in rows], as_at)
    return [_unallocated_child(row, reasons.get(row.family_id, []), as_at) for row in rows]


def unallocated_for(user: User, as_at: date, today: date | None = None) -> list[UnallocatedChild]:
    """Those of the families for which `user` decides now, the longest first; as it was at the end of `as_at`."""
    involvements = involvements_for(user)
    # As it stands today the headlines say it, and no family with a lead is looked at.
    rows = waiting_now(involvements, as_at) if as_at == today else without_lead(involvements, as_at)
    found = unallocated_children(list(rows), as_at)
    return sorted(found, key=lambda each: (each.since, each.family.name, each.family.pk, each.child.pk))


def _unallocated_child(involvement: Any, reasons: list[UnallocatedReason], as_at: date) -> UnallocatedChild:
    """`involvement` as `without_lead` gives it."""
    since = max(filter(None, (involvement.opened_on, involvement.led_until and involvement.led_until + DAY)))
    because = next((reason for reason in reasons if reason.said_on >= since), None)
    need = involvement.get_need_display()
    return UnallocatedChild(involvement.child, involvement.family, since, (as_at - since).days, need, because)


def monthly_report(user: User, as_at: date, today: date | None = None) -> MonthlyReport:
    """The figures of the monthly report: how many, of which need, and why."""
    waiting = unallocated_for(user, as_at, today)
    reasons = {each.family.pk: each.because.because if each.because else "No reason was said" for each in waiting}
    return MonthlyReport(
        as_at,
        waiting,
        len(reasons),
        Counter(each.need for each in waiting).most_common(),
        Counter(reasons[each.family.pk] for each in waiting).most_common(),
    )


CSV_HEADER = ["Reference", "Family", "Child", "Since", "Days", "Need", "Reason", "Said on"]


def csv_row(each: UnallocatedChild) -> list[object]:
    """The cells of one row, in the order of CSV_HEADER."""
    why = (each.because.because, say_date(each.because.said_on)) if each.because else ("", "")
    return [
        each.family.reference, each.family, each.child.full_name, each.since.isoformat(), each.days, each.need, *why,
    ]  # fmt: skip
