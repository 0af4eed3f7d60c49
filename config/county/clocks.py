"""Due dates with their reminders, notifications with their mails, holds and the headline: what others are told by."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.db import models

from casework import practice
from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.reminders.services import KINDS as KINDS_OF_STAGE
from casework.families.models import Headline
from casework.holds.models import Held, Hold
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.notifications.registry import KINDS
from casework.practice import calendar
from casework.subjects import type_of
from config.county.cases import Case, Member

DAY = timedelta(days=1)


@lru_cache(maxsize=20_000)
def _due_at(timescale: str, at: datetime) -> datetime:
    values = practice.current().timescale(timescale)
    return calendar.after(at, values, counts=values.counts)


@lru_cache(maxsize=20_000)
def _remind_at(timescale: str, due_at: datetime) -> datetime:
    return calendar.before(due_at, practice.current().timescale(timescale).remind_before)


def due(
    case: Case, timescale: str, subject: type[models.Model], pk: int, *, at: datetime, owner: int | None = None,
    child: Member | None = None, due_at: datetime | None = None, anchor_at: datetime | None = None,
    met_at: datetime | None = None, cancelled_at: datetime | None = None,
) -> None:  # fmt: skip
    """A clock of the row `pk` of the model `subject`: it runs, unless it was met or cancelled."""
    if not practice.current().timescale(timescale).on:
        return
    if anchor_at:
        due_at = calendar.before(anchor_at, practice.current().timescale(timescale))
    due_at = due_at or _due_at(timescale, at)
    remind_at = _remind_at(timescale, due_at)
    clock = case.rows.add(
        DueDate, family=case.family, child=child and child.id, timescale=timescale, subject_type=type_of(subject),
        subject_id=pk, owner=owner, team=case.team.id, started_at=at, due_at=due_at, remind_at=remind_at,
        anchor_at=anchor_at, met_at=met_at, cancelled_at=cancelled_at,
    )  # fmt: skip
    _remind(case, clock, owner, remind_at, due_at, ended_at=met_at or cancelled_at or case.now)


def _remind(
    case: Case, clock: int, owner: int | None, remind_at: datetime, due_at: datetime, ended_at: datetime
) -> None:
    """The reminders that a sweep has raised up to yesterday; the rest is for the next one."""
    managers = [case.team.manager, case.team.deputy]
    for stage, raised_at, recipients in (
        (Stage.BEFORE, remind_at, [owner] if owner else managers),
        (Stage.MISSED, due_at, [*([owner] if owner else []), *managers]),
    ):
        if raised_at < min(ended_at, case.now - DAY):
            for user in recipients:
                case.rows.add(Reminder, due_date=clock, stage=stage, recipient=user, raised_at=raised_at)
                notify(case, user, KINDS_OF_STAGE[stage], DueDate, clock, at=raised_at)


def notify(
    case: Case, user: int, kind: str, subject: type[models.Model], pk: int, *, at: datetime, by: int = 0
) -> None:
    """Read within two days, but for what is unread of the last week with some; the mails of an hour wait."""
    old = at < case.now - 2 * DAY
    unread = at > case.now - 7 * DAY and case.random.random() < 0.4
    notification = case.rows.add(
        Notification, user=user, family=case.family, kind=kind, subject_type=type_of(subject), subject_id=pk, by=by,
        at=at, read_at=at + timedelta(hours=5) if old and not unread else None,
    )  # fmt: skip
    mail_subject, sent_at = KINDS[kind].mail_subject, at + timedelta(minutes=5)
    if sent_at > case.now - timedelta(hours=1):
        case.rows.add(OutgoingMail, notification=notification, subject=mail_subject)
    else:
        message_id = f"<{notification}@county.invalid>"
        case.rows.add(
            OutgoingMail, notification=notification, subject=mail_subject, sent_at=sent_at, message_id=message_id,
            attempts=1,
        )  # fmt: skip


def hold(case: Case, what: Held, subject: type[models.Model], pk: int) -> None:
    case.rows.add(Hold, family=case.family, what=what, subject_type=type_of(subject), subject_id=pk)


def headline(case: Case) -> None:
    """What lists say of the family; `case.headline` was filled by what it repeats."""
    case.rows.add(Headline, family=case.family, **case.headline)
