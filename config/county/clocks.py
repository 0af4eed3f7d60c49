"""Due dates with their reminders, notifications with their mails, holds and the headline: what others are told by."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import models
from django.urls import reverse

from casework import practice
from casework.duedates.models import DueDate, Reminder, Stage
from casework.families.models import Headline
from casework.holds.models import Held, Hold
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.practice import calendar
from casework.words import say_when
from config.county.cases import Case, Member

DAY = timedelta(days=1)
MANY = 9_000_000  # in the place of an id, while an address is made ready for many


@lru_cache(maxsize=20_000)
def _due_at(timescale: str, at: datetime) -> datetime:
    values = practice.current().timescale(timescale)
    return calendar.after(at, values, counts=values.counts)


@lru_cache(maxsize=20_000)
def _remind_at(timescale: str, due_at: datetime) -> datetime:
    return calendar.before(due_at, practice.current().timescale(timescale).remind_before)


@lru_cache(maxsize=100)
def _pattern(name: str, parts: int) -> str:
    """The address of a page with {} for each of its parts."""
    address = reverse(name, args=[MANY + part for part in range(parts)])
    for part in range(parts):
        address = address.replace(str(MANY + part), "{}")
    return address


def address(name: str, *parts: int) -> str:
    return _pattern(name, len(parts)).format(*parts)


def due(
    case: Case,
    timescale: str,
    subject: type[models.Model],
    pk: int,
    *,
    at: datetime,
    page: tuple[str, int, int] | tuple[str, int],
    owner: int | None = None,
    child: Member | None = None,
    about: str = "",
    due_at: datetime | None = None,
    met_at: datetime | None = None,
    cancelled_at: datetime | None = None,
) -> None:
    """A clock of the row `pk` of the model `subject`: it runs, unless it was met or cancelled."""
    values = practice.current().timescale(timescale)
    if not values.on:
        return
    due_at = due_at or _due_at(timescale, at)
    remind_at = _remind_at(timescale, due_at)
    what = f"{values.label}: {about}" if about else values.label
    clock = case.rows.add(
        DueDate, family=case.family, child=child and child.id, timescale=timescale,
        subject=f"{subject._meta.model_name}:{pk}", owner=owner, team=None if owner else case.team.id, what=what[:160],
        because=values.rule, url=address(*page), started_at=at, due_at=due_at, remind_at=remind_at, met_at=met_at,
        cancelled_at=cancelled_at,
    )  # fmt: skip
    _remind(case, clock, owner, remind_at, due_at, ended_at=met_at or cancelled_at, what=what, page=page)


def _remind(
    case: Case, clock: int, owner: int | None, remind_at: datetime, due_at: datetime, ended_at: datetime | None,
    what: str, page: tuple[Any, ...],
) -> None:  # fmt: skip
    """The reminders that a sweep has raised up to yesterday; the rest is for the next one."""
    ended_at = ended_at or case.now
    managers = [case.team.manager, case.team.deputy]
    for stage, raised_at, recipients in (
        (Stage.BEFORE, remind_at, [owner] if owner else managers),
        (Stage.MISSED, due_at, [*([owner] if owner else []), *managers]),
    ):
        if raised_at < min(ended_at, case.now - DAY):
            for user in recipients:
                case.rows.add(Reminder, due_date=clock, stage=stage, recipient=user, raised_at=raised_at)
                text = f"{case.name}: {what} – {stage.label}, {say_when(due_at)}"
                notify(case, user, text, page, at=raised_at, subject=f"A date is {stage.label}")


def notify(case: Case, user: int, text: str, page: tuple[Any, ...], *, at: datetime, subject: str) -> None:
    """Read within two days, but for what is unread of the last week with some; the mails of an hour wait."""
    old = at < case.now - 2 * DAY
    unread = at > case.now - 7 * DAY and case.random.random() < 0.4
    notification = case.rows.add(
        Notification, user=user, family=case.family, text=text[:300], url=address(*page), at=at,
        read_at=at + timedelta(hours=5) if old and not unread else None,
    )  # fmt: skip
    sent_at = at + timedelta(minutes=5)
    if sent_at > case.now - timedelta(hours=1):
        case.rows.add(OutgoingMail, notification=notification, subject=subject)
    else:
        message_id = f"<{notification}@county.invalid>"
        case.rows.add(
            OutgoingMail, notification=notification, subject=subject, sent_at=sent_at, message_id=message_id, attempts=1
        )


def hold(case: Case, what: Held, subject: type[models.Model], pk: int, *, because: str, page: tuple[Any, ...]) -> None:
    case.rows.add(
        Hold, family=case.family, what=what, subject=f"{subject._meta.model_name}:{pk}", because=because,
        url=address(*page),
    )  # fmt: skip


def headline(case: Case) -> None:
    """What lists say of the family; `case.headline` was filled by what it repeats."""
    case.rows.add(Headline, family=case.family, **case.headline)
