"""Starting, meeting and cancelling clocks. The service that starts a timescale calls these in its own transaction."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from casework import practice
from casework.duedates import queries
from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.queries import running_clock, subject_of
from casework.families.models import Family
from casework.notifications.services import notify
from casework.people.models import Person
from casework.practice import calendar
from casework.trail.acting import acting, in_service, tried
from casework.trail.rows import claim
from casework.users.models import Team, User
from casework.users.services import robot
from casework.words import say_when


@in_service
def start(
    timescale: str, subject: Model, *, family: Family, at: datetime, url: str, owner: User | None = None,
    team: Team | None = None, child: Person | None = None, about: str = "", due_at: datetime | None = None,
) -> DueDate | None:  # fmt: skip
    """Start the clock `timescale` for the row `subject` at the moment `at`; one that runs is cancelled and replaced.

    None where the practice file has it switched off. `owner` is who is to do it; where there is none, `team` (its
    managers) owns it. `due_at` is a moment that somebody set, in place of the timescale's length.
    """
    values = practice.current().timescale(timescale)
    cancel(timescale, subject, at=at)
    if not values.on:
        return None
    due_at = due_at or calendar.after(at, values, counts=values.counts)
    return DueDate.objects.create(
        family=family,
        child=child,
        timescale=timescale,
        subject=subject_of(subject),
        owner=owner,
        team=None if owner else team,
        what=f"{values.label}: {about}" if about else values.label,
        because=values.rule,
        url=url,
        started_at=at,
        due_at=due_at,
        remind_at=calendar.before(due_at, values.remind_before),
    )


@in_service
def start_before(timescale: str, subject: Model, *, anchor: datetime, **details: Any) -> DueDate | None:
    """As `start`, for a timescale whose length lies before the moment `anchor`: a meeting, a conference."""
    return start(timescale, subject, due_at=calendar.before(anchor, practice.current().timescale(timescale)), **details)


@in_service
def meet(timescale: str, subject: Model, *, at: datetime) -> bool:
    """End the clock as met at the moment `at`; return whether it ran."""
    return bool(running_clock(timescale, subject).update(met_at=at))


@in_service
def correct_met(timescale: str, subject: Model, *, was: datetime, at: datetime) -> None:
    """Correct when the clock was met: at `at`, not at `was`."""
    DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).update(met_at=at)


@in_service
def undo_meet(timescale: str, subject: Model, *, was: datetime) -> None:
    """Let the clock that was met at `was` run again: it was not met after all."""
    due = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).order_by("pk").last()
    if due and not running_clock(timescale, subject).exists():
        due.pk, due.met_at = None, None
        due.save(force_insert=True)


@in_service
def undo_cancel(timescale: str, subject: Model) -> None:
    """Let the clock that was cancelled last run again, due when it was; nothing where none was cancelled."""
    last = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject)).order_by("pk").last()
    if last and last.cancelled_at:
        last.pk, last.cancelled_at = None, None
        last.save(force_insert=True)


@in_service
def cancel(timescale: str, subject: Model, *, at: datetime) -> bool:
    """End the clock without its being met, since nothing is due any more or another starts; return whether it ran."""
    return bool(running_clock(timescale, subject).update(cancelled_at=at))


@in_service
def cancel_for_child(child: Person, *, at: datetime) -> int:
    """Cancel every clock about this child, in whichever family; return how many ran."""
    return DueDate.objects.running().filter(child=child).update(cancelled_at=at)


@in_service
def rename_child(child: Person, *, was: str) -> None:
    """Give the running clocks about the child, whose name was `was`, the name of now."""
    for due in DueDate.objects.running().filter(child=child, what__endswith=f": {was}"):
        DueDate.objects.filter(pk=due.pk).update(what=f"{due.what.removesuffix(was)}{child}"[:160])


@in_service
def cancel_for_family(family: Family, *, child: Person | None = None, at: datetime) -> None:
    """Cancel the family's running clocks about `child`, or without one all of them: the case closed."""
    about = {"child": child} if child else {}
    family.due_dates.running().filter(**about).update(cancelled_at=at)


@in_service
def hand_over(dues: Iterable[DueDate], *, at: datetime, to: User | None = None, team: Team | None = None) -> None:
    """Give the running clocks `dues` to the user `to`, or to a team (its managers); they stay due when they were."""
    for due in list(dues):
        DueDate.objects.filter(pk=due.pk).update(cancelled_at=at)
        due.pk, due.owner, due.team = None, to, None if to else team
        due.save(force_insert=True)


def raise_reminders(*, now: datetime) -> int:
    """Raise what is due and not yet raised; return how many. May run in several processes, or after a day's pause."""
    if not calendar.may_remind_at(now, practice.current().settings):
        return 0
    with acting(robot("reminders")):
        failed = "The reminders of due date %s could not be raised."
        waiting = list(queries.due_for_reminder(now).values_list("pk", flat=True))
        return sum(tried(partial(_raise, pk, now), failed, pk) for pk in waiting)


@transaction.atomic
def _raise(pk: int, now: datetime) -> int:
    # Where another process holds this row, it raises its reminders.
    due = claim(DueDate.objects.running().filter(pk=pk))
    if due is None:
        return 0
    stage = queries.stage_of(due, now)
    return sum(
        _remind(due, stage, user, now) for user in queries.reminder_recipients(due, stage, timezone.localdate(now))
    )


def _remind(due: DueDate, stage: Stage, user: User, now: datetime) -> int:
    _, raised = Reminder.objects.get_or_create(due_date=due, stage=stage, recipient=user, defaults={"raised_at": now})
    if raised:
        notify(
            [user],
            family=due.family,
            text=f"{due.family}: {due.what} – {Stage(stage).label}, {say_when(due.due)}",
            url=due.url_for(user),
            at=now,
            subject=f"A date is {Stage(stage).label}",
        )
    return int(raised)


@in_service
def set_met(timescale: str, subject: Model, done_at: datetime | None, was: datetime | None) -> None:
    """Met at `done_at`, or running where that is None, and no more at `was`; one met by something else stays so."""
    if done_at and meet(timescale, subject, at=done_at):
        return
    if was is None or done_at == was:
        return
    if done_at:
        correct_met(timescale, subject, was=was, at=done_at)
    else:
        undo_meet(timescale, subject, was=was)
