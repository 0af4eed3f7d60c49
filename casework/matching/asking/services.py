"""Asking the manager of the family to which somebody belongs before they are brought into another, and the answer."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.matching.asking import checks, queries
from casework.matching.asking.models import AskAnswer, BringInAsk
from casework.matching.queries import people_to_find
from casework.notifications.services import notify
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User


@service
def ask(family: Family, person: Person, *, because: str, by: User, at: datetime) -> list[BringInAsk]:
    """Ask each family to which `person` belongs and which `by` may not open; return what was asked.

    It stands on that family's file, and its lead and managers are told. What waits, or was agreed, is not asked again.
    """
    require(by, family, Can.LEAD)
    lock(family)
    today = timezone.localdate(at)
    if not people_to_find(by, today=today).filter(pk=person.pk).exists():
        raise Refusal("Choose somebody who was found.")
    if not because.strip():
        raise Refusal("Say why they are to belong to this family.", "because")
    families = queries.families_to_ask(by, family, person, today)
    if not families:
        raise Conflict(f"Nobody need be asked any more: add {person} to this family.")
    asked = [_ask(each, family, person, because.strip(), by, at) for each in families]
    if not any(asked):
        raise Conflict("They were asked already, and nothing more was asked.")
    return [each for each in asked if each]


def _ask(asked: Family, family: Family, person: Person, because: str, by: User, at: datetime) -> BringInAsk | None:
    last = queries.last_ask(asked, family, person)
    if queries.waits(last):
        return None
    row = BringInAsk.objects.create(
        family=asked, asking=family, person=person, because=because, asked_by=by, asked_at=at
    )  # fmt: skip
    users = sorted(lead_and_managers(asked, timezone.localdate(at)) - {by}, key=lambda user: user.pk)
    notify("bring_in_asked", users, subject=row, family=asked, told_by=family, by=by, at=at)
    return row


@service
def answer(
    row: BringInAsk, *, answer: str, by: User, at: datetime, because: str = "", from_date: date | None = None
) -> BringInAsk:
    """Yes, from a day; or no, and why. Whoever asked is told."""
    row = lock(row, "family", "asking", "person", "asked_by")
    require(by, row.family, Can.DECIDE)
    if row.answer:
        raise Conflict("This was answered already, and nothing was changed. Open it again to see how it stands.")
    checks.check_answer(row.person, answer, because, from_date, at)
    yes = answer == AskAnswer.YES
    change(
        row, answer=answer, answer_because=because.strip(), from_date=from_date if yes else None, answered_by=by,
        answered_at=at,
    )  # fmt: skip
    asker = [row.asked_by] if row.asked_by.is_active else []
    notify("bring_in_answered", asker, subject=row, family=row.asking, by=by, at=at)
    return row


@service
def take_back(row: BringInAsk, *, by: User, at: datetime) -> BringInAsk:
    """Whoever keeps the people of the family that asked takes it back, until it is answered. It may be asked anew."""
    row = lock(row, "family", "asking")
    require(by, row.asking, Can.LEAD)
    if row.answer:
        raise Conflict("This was answered or taken back already, and nothing was changed.")
    change(row, answer=AskAnswer.TAKEN_BACK, answered_by=by, answered_at=at)
    return row


@service
def remind(row: BringInAsk, *, by: User, at: datetime) -> int:
    """It waits for too long: its managers are told, and when they were the next grade; return how many."""
    row = lock(row, "family", "asking")
    if not queries.is_to_be_reminded_of(row, at):
        return 0
    users = queries.who_is_reminded(row, timezone.localdate(at))
    notify(queries.REMINDED, users, subject=row, family=row.family, told_by=row.asking, at=at)
    return len(users)


@in_service
def end_with_join(family: Family, joined: Family, *, by: User, at: datetime) -> None:
    """`joined` becomes part of `family`: what it asks is asked by the other from now on, and nothing of each other."""
    ends = Q(asking=joined) | Q(asking=family, family=joined)
    for row in BringInAsk.objects.filter(ends, answer="").order_by("pk"):
        change(lock(row), answer=AskAnswer.TAKEN_BACK, answered_by=by, answered_at=at)


@in_service
def use(asks: Iterable[BringInAsk], *, at: datetime) -> None:
    """They were brought in: a yes counts once."""
    for each in asks:
        change(lock(each), used_at=at)
