"""Closing a child's case: written and asked for by the lead worker, sent back or agreed by a manager (A2.8, A9.8)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from casework import practice
from casework.access import Can, require, require_grade
from casework.allocations.models import Allocation
from casework.closures import contents
from casework.closures.checks import check_complete, check_facts, check_nothing_open, check_open
from casework.closures.models import Closure, EndedByClosure
from casework.closures.queries import is_last_open, running_closure, version_of
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.families.models import Family
from casework.frozen.services import freeze
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.people.models import Person
from casework.referrals.clocks import follow_end
from casework.refusal import Conflict, Refusal
from casework.subjects import columns_of
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.trail.versions import change_version, check_version, new_version
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS, grades_from

CHANGED = "Somebody changed this closing since you opened the page. Your text is still here: compare and save again."
# Of `worker_change_reasons`: a part that ends because the case does has no reason of its own there.
ENDS_WITH_THE_CASE = "OTHERS"


@service
def save(
    family: Family, child: Person, *, written: Iterable[NewText], version: int, by: User, at: datetime, **facts: Any
) -> Closure:
    """Save what is written of closing the child's case; `version` 0 means that nothing was when its writer began.

    `facts` are CLOSURE_FIELDS of `queries`: reason, dates, and of a transfer who takes over and confirmed it.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    involvement = family.involvement_set.select_related("referral", "child").filter(child=child, closed_on=None).first()
    if involvement is None:
        raise Refusal(f"{child}'s case is not open, so there is nothing to close.")
    existing = running_closure(family, child)
    if version_of(existing) != version:
        raise Conflict(CHANGED)
    if existing and existing.state != ClosureState.DRAFT:
        raise Conflict("This closing is with the manager. It can be written again when it is sent back.")
    check_facts(involvement, facts, timezone.localdate(at))
    if existing is None:
        existing = Closure.objects.create(family=family, involvement=involvement, begun_at=at, **facts)
        passages.write(existing, written, people=people_ids(family))
    else:
        _rewrite(existing, written, facts)
    return existing


def _rewrite(closure: Closure, written: Iterable[NewText], facts: dict[str, Any]) -> None:
    """The version counts changes of the passages too."""
    facts_changed = any(getattr(closure, name) != value for name, value in facts.items())
    if passages.write(closure, written, people=people_ids(closure.family)) or facts_changed:
        new_version(closure, **facts)


@service
def ask(closure: Closure, *, by: User, at: datetime, version: int | None = None) -> Closure:
    """Ask the manager to agree: the record is complete, and nothing is open that must not be."""
    closure = lock_closure(closure, version)
    require(by, closure.family, Can.LEAD)
    CLOSURE_STATES.require(closure.state, ClosureState.ASKED)
    check_open(closure.involvement)
    check_complete(closure, at)
    check_nothing_open(closure, at)
    change_version(closure, state=ClosureState.ASKED, asked_by=by, asked_at=at)
    _notify_asked(closure, by, at)
    return closure


@service
def send_back(closure: Closure, *, because: str, by: User, at: datetime, version: int | None = None) -> Closure:
    """The manager wants something put right first."""
    closure = lock_closure(closure, version)
    require_grade(by, closure.family, "close_case")
    CLOSURE_STATES.require(closure.state, ClosureState.DRAFT)
    if not because.strip():
        raise Refusal("Say what needs to change first.", "because")
    change_version(closure, state=ClosureState.DRAFT, sent_back_because=because.strip())
    _notify_sent_back(closure, by, at)
    return closure


@service
def drop(closure: Closure, *, because: str, by: User, at: datetime, version: int | None = None) -> Closure:
    """The case goes on after all; what was written stays in the record."""
    closure = lock_closure(closure, version)
    require(by, closure.family, Can.LEAD)
    CLOSURE_STATES.require(closure.state, ClosureState.DROPPED)
    if not because.strip():
        raise Refusal("Say why the case goes on.", "because")
    change_version(closure, state=ClosureState.DROPPED, dropped_because=because.strip())
    return closure


@service
def agree(closure: Closure, *, comments: str, by: User, at: datetime, version: int | None = None) -> Closure:
    """Agree with the manager's comments: the child's case is closed (A2.8, A9.8, E4).

    With the last open child the lead's part ends, and all running due dates of the family are cancelled.
    """
    closure = lock_closure(closure, version)
    require_grade(by, closure.family, "close_case")
    CLOSURE_STATES.require(closure.state, ClosureState.AGREED)
    check_open(closure.involvement)
    if not comments.strip():
        raise Refusal("Write your comments: they are part of the record.", "comments")
    check_complete(closure, at)
    check_nothing_open(closure, at)
    last = is_last_open(closure.involvement)
    change_version(closure, state=ClosureState.AGREED, agreed_by=by, agreed_at=at, managers_comments=comments.strip())
    parts = contents.parts_of(closure, timezone.localdate(at))
    freeze("closure", closure, title=contents.title_of(closure), parts=parts, by=by, at=at)
    change(closure.involvement, closed_on=closure.closing_on, closed_because=closure.reason)
    ended: list[Model] = []
    ended += duedates.cancel_for_family(closure.family, child=None if last else closure.involvement.child, at=at)
    ended += follow_end(closure.involvement.referral, at=at)
    if last:
        ended += _end_lead_allocation(closure)
    note_ended(closure, ended)
    carry_over([closure.family_id], at=at)
    _notify_agreed(closure, by, at)
    return closure


@in_service
def note_ended(closure: Closure, rows: Iterable[Model]) -> None:
    """So that it can be taken back with exactly these."""
    for row in rows:
        EndedByClosure.objects.create(family_id=closure.family_id, closure=closure, **columns_of(row))


def _end_lead_allocation(closure: Closure) -> list[Allocation]:
    """The closure itself is the summary of their involvement (A9.9, A9.16)."""
    lead = closure.family.allocation_set.filter(until_date=None, lead_from__isnull=False, lead_until=None).first()
    if lead is None:
        return []
    day = max(day for day in (closure.closing_on, lead.from_date, lead.lead_from) if day)
    change(
        lead, until_date=day, lead_until=day, ended_because=ENDS_WITH_THE_CASE,
        summary_of_involvement=f"The case closed: see the closing record of {closure.involvement.child}.",
        outcome=closure.get_reason_display(),
    )  # fmt: skip
    return [lead]


@in_service
def lock_closure(closure: Closure, version: int | None) -> Closure:
    """After the family: whatever else opens or closes something in it waits until this is through."""
    lock(closure.family)
    closure = lock(closure, "family", "involvement__child", "involvement__referral", "involvement__family")
    check_version(closure, version, CHANGED)
    return closure


def _notify_asked(closure: Closure, by: User, at: datetime) -> None:
    """The managers of the family's team who may agree."""
    day = timezone.localdate(at)
    grades = grades_from(practice.current().decisions.close_case)
    nearest = [role for role in TEAM_MANAGERS if role in grades] or grades
    managers = holders_of(nearest, teams=closure.family.familyteam_set.on(day).values("team"), today=day)
    _notify("closing_asked", {*managers} - {by}, closure, by, at)


def _notify_sent_back(closure: Closure, by: User, at: datetime) -> None:
    _notify("closing_sent_back", {closure.asked_by} - {by}, closure, by, at)


def _notify_agreed(closure: Closure, by: User, at: datetime) -> None:
    _notify("closing_agreed", {closure.asked_by} - {by}, closure, by, at)


def _notify(kind: str, users: Iterable[User | None], closure: Closure, by: User, at: datetime) -> None:
    known = sorted((user for user in users if user), key=lambda user: user.pk)
    notify(kind, known, subject=closure, family=closure.family, by=by, at=at)
