"""Starting, meeting and cancelling clocks. The service that starts a timescale calls these in its own transaction."""

import logging

from django.db import transaction
from django.utils import timezone

from casework import practice
from casework.duedates import queries
from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.queries import running_clock, subject_of
from casework.notifications.services import notify
from casework.practice import calendar
from casework.words import say_when

logger = logging.getLogger(__name__)


def start(timescale, subject, *, family, at, url, owner=None, team=None, child=None, about="", due_at=None):
    """Start the clock `timescale` for the row `subject` at the moment `at`; one that runs is cancelled and replaced.

    None where the practice file has it switched off. `owner` is the user whose duty it is; where there is none, `team`
    (its managers) owns it. `due_at` is for what somebody set a moment for, instead of the timescale's length.
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


def start_before(timescale, subject, *, anchor, **details):
    """As `start`, for a timescale whose length lies before the moment `anchor`: a meeting, a conference."""
    return start(timescale, subject, due_at=calendar.before(anchor, practice.current().timescale(timescale)), **details)


def meet(timescale, subject, *, at):
    """The duty is done; return whether a clock ran."""
    return bool(running_clock(timescale, subject).update(met_at=at))


def correct_met(timescale, subject, *, was, at):
    """The duty was done at another moment than was said; the clock that it met bears the right one."""
    DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).update(met_at=at)


def undo_meet(timescale, subject, *, was):
    """The duty was not done at the moment `was` after all: its clock runs again, as it ran before."""
    due = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).order_by("pk").last()
    if due and not running_clock(timescale, subject).exists():
        due.pk, due.met_at = None, None
        due.save(force_insert=True)


def undo_cancel(timescale, subject):
    """The duty that fell away is to be done after all, by the moment by which it was; nothing where none had."""
    last = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject)).order_by("pk").last()
    if last and last.cancelled_at:
        last.pk, last.cancelled_at = None, None
        last.save(force_insert=True)


def cancel(timescale, subject, *, at):
    """The duty fell away, or its anchor moved; return whether a clock ran."""
    return bool(running_clock(timescale, subject).update(cancelled_at=at))


def cancel_for_child(child, *, at):
    """Every duty towards this child falls away, whatever it hung on; return how many clocks ran."""
    return DueDate.objects.running().filter(child=child).update(cancelled_at=at)


def rename_child(child, *, was):
    """The child is called otherwise than `was`: so are the duties that are still to be done."""
    for due in DueDate.objects.running().filter(child=child, what__endswith=f": {was}"):
        DueDate.objects.filter(pk=due.pk).update(what=f"{due.what.removesuffix(was)}{child}"[:160])


def cancel_for_family(family, *, child=None, at):
    """Every duty about `child`, or without one every duty about the family, fell away: the case closed."""
    about = {"child": child} if child else {}
    family.due_dates.running().filter(**about).update(cancelled_at=at)


def hand_over(dues, *, at, to=None, team=None):
    """Give the running clocks `dues` to the user `to`, or to a team (its managers), from when they started."""
    for due in list(dues):
        DueDate.objects.filter(pk=due.pk).update(cancelled_at=at)
        due.pk, due.owner, due.team = None, to, None if to else team
        due.save(force_insert=True)


def raise_reminders(*, now):
    """Raise what is due and not yet raised; return how many. May run twice at once, or after a day of silence."""
    if not calendar.may_remind_at(now, practice.current().settings):
        return 0
    return sum(_try_to_raise(pk, now) for pk in list(queries.due_for_reminder(now).values_list("pk", flat=True)))


def _try_to_raise(pk, now):
    """One row that cannot be reminded of must not hold up the others: it is logged, and tried again at each sweep."""
    try:
        return _raise(pk, now)
    except Exception:
        logger.exception("The reminders of due date %s could not be raised.", pk)
        return 0


@transaction.atomic
def _raise(pk, now):
    # Whoever else holds this row is raising its reminders now.
    due = DueDate.objects.running().select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if due is None:
        return 0
    stage = queries.stage_of(due, now)
    return sum(
        _remind(due, stage, user, now) for user in queries.reminder_recipients(due, stage, timezone.localdate(now))
    )


def _remind(due, stage, user, now):
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


def set_met(timescale, subject, done_at, was):
    """Met at `done_at`, or running where that is None; what something else met stays as it is."""
    if done_at and meet(timescale, subject, at=done_at):
        return
    if was is None or done_at == was:
        return
    if done_at:
        correct_met(timescale, subject, was=was, at=done_at)
    else:
        undo_meet(timescale, subject, was=was)
