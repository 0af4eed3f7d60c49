"""Starting, meeting and cancelling clocks. The service that starts a timescale calls these in its own transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from casework import practice
from casework.access import Can, access_of
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.duedates.registry import check_subject, runs_for
from casework.families.models import Family, FamilyRecord
from casework.people.models import Person
from casework.practice import calendar
from casework.subjects import columns_of
from casework.trail.acting import in_service
from casework.users.models import Team, User
from casework.words import london_date


@in_service
def start(
    timescale: str, subject: Model, *, family: Family, at: datetime, owner: User | None = None,
    team: Team | None = None, child: Person | None = None, due_at: datetime | None = None,
    anchor_at: datetime | None = None,
) -> DueDate | None:  # fmt: skip
    """Start the clock `timescale` for the row `subject` at the moment `at`; one that runs is cancelled and replaced.

    None where the practice file has it switched off, and for a child who has come of age. `owner` is who is to do it,
    or None: then the managers of `team`, by default the team that works with the family. `due_at` is a moment that
    somebody set, in place of the timescale's length. Raises TypeError for a row of another table than the
    registry names.
    """
    check_subject(timescale, subject)
    values = practice.current().timescale(timescale)
    cancel(timescale, subject, at=at)
    if not values.on or not runs_for(timescale, child, london_date(at)):
        return None
    due_at = due_at or calendar.after(at, values, counts=values.counts)
    return DueDate.objects.create(
        family=family,
        child=child,
        timescale=timescale,
        **columns_of(subject),
        owner=owner,
        team=team or family.team_now(),
        started_at=at,
        due_at=due_at,
        remind_at=calendar.before(due_at, values.remind_before),
        anchor_at=anchor_at,
    )


@in_service
def start_first(
    timescale: str, subjects: Iterable[tuple[FamilyRecord, Person, datetime]], *, team: Team, at: datetime
) -> None:
    """As `start`, for many new rows, about each of which none runs yet: the row, the child, and when it is due."""
    values = practice.current().timescale(timescale)
    if not values.on:
        return
    DueDate.objects.bulk_create([
        DueDate(
            family=subject.family, child=child, timescale=timescale, **columns_of(subject), team=team, started_at=at,
            due_at=due_at, remind_at=calendar.before(due_at, values.remind_before),
        )
        for subject, child, due_at in subjects
        if runs_for(timescale, child, london_date(at))
    ])  # fmt: skip


@in_service
def start_before(timescale: str, subject: Model, *, anchor: datetime, **details: Any) -> DueDate | None:
    """As `start`, for a timescale whose length lies before the moment `anchor`: a meeting, a conference."""
    due_at = calendar.before(anchor, practice.current().timescale(timescale))
    return start(timescale, subject, due_at=due_at, anchor_at=anchor, **details)


@in_service
def meet(timescale: str, subject: Model, *, at: datetime) -> bool:
    """End the clock as met at the moment `at`; return whether it ran."""
    return bool(running_clock(timescale, subject).update(met_at=at))


@in_service
def correct_met(timescale: str, subject: Model, *, was: datetime, at: datetime) -> None:
    """Correct when the clock was met: at `at`, not at `was`."""
    DueDate.objects.of(subject).filter(timescale=timescale, met_at=was).update(met_at=at)


@in_service
def undo_meet(timescale: str, subject: Model, *, was: datetime, owner: User | None) -> None:
    """Let the clock that was met at `was` run again: it was not met after all. `owner` is who is to do it now."""
    due = DueDate.objects.of(subject).filter(timescale=timescale, met_at=was).order_by("pk").last()
    if due and not running_clock(timescale, subject).exists():
        _run_again(due, owner)


@in_service
def undo_cancel(timescale: str, subject: Model, *, owner: User | None = None) -> None:
    """Let the clock that was cancelled last run again, due when it was; nothing where none was cancelled.

    `owner` is who is to do it now, or None: then the team's managers.
    """
    last = DueDate.objects.of(subject).filter(timescale=timescale).order_by("pk").last()
    if last and last.cancelled_at:
        _run_again(last, owner)


@in_service
def undo_cancel_of(child: Person, *, was: datetime, lead: User | None) -> None:
    """Let the child's clocks run again that were cancelled at `was`; what somebody owed is owed by who leads now."""
    for due in DueDate.objects.filter(child__in=child.all_ids, cancelled_at=was).order_by("pk"):
        later = DueDate.objects.filter(
            timescale=due.timescale, subject_type=due.subject_type, subject_id=due.subject_id, pk__gt=due.pk
        )
        if not later.exists():
            _run_again(due, lead if due.owner_id else None)


@in_service
def undo_cancel_each(dues: Iterable[DueDate], *, lead: User | None) -> None:
    """Let these clocks run again, due as they were, but for those that began anew since.

    What somebody owed who may not record there any more is owed by `lead`.
    """
    for due in sorted(dues, key=lambda due: due.pk):
        later = DueDate.objects.filter(
            timescale=due.timescale, subject_type=due.subject_type, subject_id=due.subject_id, pk__gt=due.pk
        )
        if due.subject_is_there and not later.exists():
            _run_again(due, due.owner if due.owner is None or _may_do(due.owner, due.family) else lead)


def _may_do(owner: User, family: Family) -> bool:
    return owner.is_active and access_of(owner, family).can(Can.RECORD)


def _run_again(due: DueDate, owner: User | None) -> None:
    """The family may be another team's since, and led by somebody else."""
    due.pk, due.met_at, due.cancelled_at = None, None, None
    due.owner, due.team = owner, due.family.team_now()
    due.save(force_insert=True)


@in_service
def cancel(timescale: str, subject: Model, *, at: datetime) -> bool:
    """End the clock without its being met, since nothing is due any more or another starts; return whether it ran."""
    return bool(running_clock(timescale, subject).update(cancelled_at=at))


@in_service
def cancel_all_of(subject: Model, *, at: datetime) -> int:
    """Cancel every clock about this row, whatever its timescale; return how many ran."""
    return DueDate.objects.of(subject).running().update(cancelled_at=at)


@in_service
def cancel_for_child(child: Person, *, at: datetime, families: Collection[int] | None = None) -> int:
    """Cancel every clock about this child, in `families` (ids) or in whichever; return how many ran."""
    running = DueDate.objects.running().filter(child=child)
    return (running if families is None else running.filter(family__in=families)).update(cancelled_at=at)


@in_service
def cancel_for_family(family: Family, *, child: Person | None = None, at: datetime) -> list[DueDate]:
    """Cancel the family's running clocks about `child`, or without one all of them, and give those: the case closed."""
    about = {"child": child} if child else {}
    ended = list(family.due_dates.running().filter(**about))
    family.due_dates.filter(pk__in=[due.pk for due in ended]).update(cancelled_at=at)
    return ended


@in_service
def hand_over(dues: Iterable[DueDate], *, to: User | None, at: datetime) -> None:
    """Give the running clocks `dues` to the user `to`, or with None to the managers of their team, due as before."""
    for due in list(dues):
        _replace(due, at=at, owner=to)


@in_service
def follow_team(family: Family, team: Team, *, before: Team, at: datetime) -> None:
    """The family went from the team `before` to `team`: its running clocks go with it, due as before.

    What the old managers owed is owed by the new ones, who are reminded of it anew.
    """
    if team == before:
        return
    running = family.due_dates.running().filter(team=before)
    for due in list(running.filter(owner=None)):
        _replace(due, at=at, team=team)
    running.exclude(owner=None).update(team=team)


@in_service
def join_team(family: Family, team: Team, *, before: Team) -> None:
    """Clocks of the team `before` came with another family's rows: they are the team's now, and may go back."""
    family.due_dates.running().filter(team=before).update(team=team)


def _replace(due: DueDate, *, at: datetime, **changed: Any) -> None:
    DueDate.objects.filter(pk=due.pk).update(cancelled_at=at)
    due.pk = None
    for name, value in changed.items():
        setattr(due, name, value)
    due.save(force_insert=True)


@in_service
def set_met(
    timescale: str, subject: Model, done_at: datetime | None, was: datetime | None, *, owner: User | None
) -> None:
    """Met at `done_at`, or running where that is None, and no more at `was`; one met by something else stays so.

    `owner` is who is to do it where it runs again.
    """
    if done_at and meet(timescale, subject, at=done_at):
        return
    if was is None or done_at == was:
        return
    if done_at:
        correct_met(timescale, subject, was=was, at=done_at)
    else:
        undo_meet(timescale, subject, was=was, owner=owner)
