"""A death: the person stays on the record, and what was to be done with them is cancelled."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from casework.access import Can, require
from casework.allocations.leads.clocks import follow_plans
from casework.case_summaries.clocks import start_case_summary_clock
from casework.deaths.checks import check_day_of_death
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.lives.recorded import check_correction
from casework.notifications.services import notify
from casework.people.known_apart.queries import told_in
from casework.people.misfits.services import tell_where_it_does_not_fit
from casework.people.models import Person
from casework.people.one_life.services import record_of_life
from casework.people.queries import person_of_family
from casework.practice import calendar
from casework.referrals import clocks
from casework.referrals.models import Involvement
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import Role
from casework.words import say_date


@service
def record_death(family: Family, person: Person, *, died: date, by: User, at: datetime) -> Person:
    """The clocks of a child end; closing the child's involvement is for a manager, who is notified (RC2)."""
    require(by, family, Can.LEAD)
    person = lock(person_of_family(lock(family), person))
    if person.died == died:
        return person
    if person.died:
        raise Conflict(f"It is recorded already that {person} died on {say_date(person.died)}. Put that right instead.")
    if person.unborn:
        raise Refusal(f"{person} is not born yet. Record the birth first, or that the pregnancy ended.")
    check_day_of_death(person, died, timezone.localdate(at))
    check_correction(person, timezone.localdate(at), died=died)
    entries = record_of_life(family, person, died=died)
    tell_where_it_does_not_fit([person], by=by, at=at)
    end_what_is_due(entries, families=told_in(family, person), by=by, at=at)
    return person


@service
def put_right_death(family: Family, person: Person, *, died: date | None, by: User, at: datetime) -> Person:
    """Another day, or None: the person lives, and the clocks of a child who is still open run again."""
    require(by, family, Can.LEAD)
    person = lock(person_of_family(lock(family), person))
    if person.died is None and died is not None:
        raise Refusal(f"No death of {person} is recorded, so there is nothing to correct.")
    if died is not None:
        check_day_of_death(person, died, timezone.localdate(at))
        check_correction(person, timezone.localdate(at), died=died)
    lives_after_all = person.died is not None and died is None
    entries = record_of_life(family, person, died=died)
    tell_where_it_does_not_fit([person], by=by, at=at)
    if lives_after_all:
        let_go_on(entries, families=told_in(family, person), at=at)
    return person


@in_service
def end_what_is_due(
    entries: Sequence[Person], *, by: User, at: datetime, families: Collection[int] | None = None
) -> None:
    """Nothing falls due any more for one who died, under any of `entries`; managers of their open cases are told.

    In `families` (ids), those that know of it; None: in all.
    """
    for entry in entries:
        duedates.cancel_for_child(entry, at=at, families=families)
    open_now = _open_cases(entries, families).order_by()
    for other in Family.objects.filter(pk__in=open_now.values("family")).order_by("pk"):
        follow_plans(other, at=at)
        _notify_managers(other, entries[0], by, at)


@in_service
def let_go_on(entries: Iterable[Person], *, at: datetime, families: Collection[int] | None = None) -> None:
    """They live: the clocks of each open case of theirs run again, in `families` (ids) or in all."""
    for involvement in _open_cases(entries, families).select_related("child", "family"):
        done = involvement.child.case_summaries.filter(completed_at__isnull=False)
        last = done.order_by("-completed_at").first()
        begun_at = last and last.completed_at
        start_case_summary_clock(involvement, at=begun_at or calendar.start_of_day(involvement.opened_on))
        clocks.resume(involvement)
        follow_plans(involvement.family, at=at)


def _open_cases(entries: Iterable[Person], families: Collection[int] | None) -> QuerySet[Involvement]:
    rows = Involvement.objects.filter(child__in=entries, closed_on=None)
    return rows if families is None else rows.filter(family__in=families)


def _notify_managers(family: Family, person: Person, by: User, at: datetime) -> None:
    teams = family.familyteam_set.filter(until_date=None).values("team")
    managers = holders_of([Role.TEAM_MANAGER], teams=teams, today=timezone.localdate(at)).exclude(pk=by.pk)
    notify("death", managers, subject=person, family=family, by=by, at=at)
