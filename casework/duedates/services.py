"""Starting, meeting and cancelling clocks. The service that starts a timescale calls these in its own transaction."""

import logging

from django.db import transaction
from django.utils import timezone

from casework import practice
from casework.duedates import clock, reminders
from casework.duedates.models import DueDate, Reminder, Stage
from casework.notifications.services import notify
from casework.words import say_when

logger = logging.getLogger(__name__)


def subject_of(row):
    """The key under which the clocks of `row` run: 'casenote:12'."""
    return f"{row._meta.model_name}:{row.pk}"


def start(timescale, subject, *, family, at, url, owner=None, team=None, child=None, about="", due_at=None):
    """Start the clock `timescale` for the row `subject` at the moment `at`; one that runs is cancelled and replaced.

    None where the practice file has it switched off. `owner` is the user whose duty it is; where there is none, `team`
    (its managers) owns it. `due_at` is for what somebody set a moment for, instead of the timescale's length.
    """
    values = practice.current().timescale(timescale)
    cancel(timescale, subject, at=at)
    if not values.on:
        return None
    due_at = due_at or clock.after(at, values, counts=values.counts)
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
        remind_at=clock.before(due_at, values.remind_before),
    )


def start_before(timescale, subject, *, anchor, **details):
    """As `start`, for a timescale whose length lies before the moment `anchor`: a meeting, a conference."""
    return start(timescale, subject, due_at=clock.before(anchor, practice.current().timescale(timescale)), **details)


def meet(timescale, subject, *, at):
    """The duty is done; return whether a clock ran."""
    return bool(running(timescale, subject).update(met_at=at))


def correct_met(timescale, subject, *, was, at):
    """The duty was done at another moment than was said; the clock that it met bears the right one."""
    DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).update(met_at=at)


def run_again(timescale, subject, *, was):
    """The duty was not done at the moment `was` after all: its clock runs again, as it ran before."""
    due = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject), met_at=was).order_by("pk").last()
    if due and not running(timescale, subject).exists():
        due.pk, due.met_at = None, None
        due.save(force_insert=True)


def resume(timescale, subject):
    """The duty that fell away is to be done after all, by the moment by which it was; nothing where none had."""
    last = DueDate.objects.filter(timescale=timescale, subject=subject_of(subject)).order_by("pk").last()
    if last and last.cancelled_at:
        last.pk, last.cancelled_at = None, None
        last.save(force_insert=True)


def cancel(timescale, subject, *, at):
    """The duty fell away, or its anchor moved; return whether a clock ran."""
    return bool(running(timescale, subject).update(cancelled_at=at))


def cancel_of(child, *, at):
    """Every duty towards this child falls away, whatever it hung on; return how many clocks ran."""
    return DueDate.objects.running().filter(child=child).update(cancelled_at=at)


def rename(child, *, was):
    """The child is called otherwise than `was`: so are the duties that are still to be done."""
    for due in DueDate.objects.running().filter(child=child, what__endswith=f": {was}"):
        DueDate.objects.filter(pk=due.pk).update(what=f"{due.what.removesuffix(was)}{child}"[:160])


def cancel_all(family, *, child=None, at):
    """Every duty about `child`, or without one every duty about the family, fell away: the case closed."""
    about = {"child": child} if child else {}
    family.due_dates.running().filter(**about).update(cancelled_at=at)


def hand_over(dues, *, at, to=None, team=None):
    """Give the running clocks `dues` to the user `to`, or to a team (its managers), from when they started."""
    for due in list(dues):
        DueDate.objects.filter(pk=due.pk).update(cancelled_at=at)
        due.pk, due.owner, due.team = None, to, None if to else team
        due.save(force_insert=True)


def running(timescale, subject):
    """The clock `timescale` of the row `subject`, if it runs: none, or one."""
    return DueDate.objects.running().filter(timescale=timescale, subject=subject_of(subject))


def raise_reminders(*, now):
    """Raise what is due and not yet raised; return how many. May run twice at once, or after a day of silence."""
    if not clock.is_awake(now, practice.current().settings):
        return 0
    return sum(_try_to_raise(pk, now) for pk in list(reminders.to_raise(now).values_list("pk", flat=True)))


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
    stage = reminders.stage_of(due, now)
    return sum(_remind(due, stage, user, now) for user in reminders.recipients(due, stage, timezone.localdate(now)))


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
