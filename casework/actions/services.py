"""Agreeing an action, and saying what came of it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, access_of, require
from casework.actions.models import AgreedAction
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.in_error import services as in_error
from casework.in_error.models import InError
from casework.lives.checks import DUE, check_day
from casework.notes.models import CaseNote
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_date


@service
def agree(
    family: Family, *, what: str, due_on: date | None, by: User, agreed_on: date, owner_user: User | None = None,
    owner_person: Person | None = None, owner_agency: str = "", child: Person | None = None, desired_outcome: str = "",
    note: CaseNote | None = None,
) -> AgreedAction:  # fmt: skip
    """An action needs one owner (a user, a person of the family, or an agency) and a date (A7.8, A6.7)."""
    if not require(by, family, Can.READ).rights & {Can.RECORD, Can.DECIDE}:
        raise Refusal("You may only read this family's record.")
    if not what.strip():
        raise Refusal("Say what is to be done.", "what")
    if due_on is None:
        raise Refusal("Give the date by which it is to be done.", "due_on")
    if due_on < agreed_on:
        raise Refusal("The date by which it is to be done lies before it was agreed. Give a later date.", "due_on")
    check_day(DUE, due_on, agreed_on, "due_on")
    _check_owner(family, owner_user, owner_person, owner_agency)
    if child is not None and not family.children_ever().filter(pk=child.pk).exists():
        raise Refusal("Choose a child of this family, or nobody.", "child")
    if note is not None and note.family_id != family.pk:
        raise Refusal("The note belongs to another family.")
    return AgreedAction.objects.create(
        family=family, what=what.strip(), due_on=due_on, agreed_on=agreed_on, owner_user=owner_user,
        owner_person=owner_person, owner_agency=owner_agency.strip(), child=child, desired_outcome=desired_outcome,
        note=note,
    )  # fmt: skip


def _check_owner(family: Family, user: User | None, person: Person | None, agency: str) -> None:
    if sum(map(bool, (user, person, agency.strip()))) != 1:
        raise Refusal("Say who will do it: one worker, one person of the family, or one agency.", "owner")
    if person is not None:
        _check_person(family, person, "owner")
    if user is not None and not access_of(user, family).lasts:
        raise Refusal(f"{user} does not work with this family. Choose somebody who does.", "owner")


def _check_person(family: Family, person: Person, field: str) -> None:
    if not family.familymember_set.filter(person=person).exists():
        raise Refusal("Choose somebody of this family.", field)


@service
def agree_once(family: Family, *, by: User, **action: Any) -> AgreedAction:
    """As `agree`, idempotent: the same action is agreed once a day."""
    lock(family)
    existing = AgreedAction.objects.not_withdrawn().filter(family=family, **action).first()
    return existing or agree(family, by=by, **action)


@service
def agree_rows(family: Family, agreed: dict[int, dict[str, Any]], *, agreed_on: date, by: User) -> None:
    """Agree several actions, by the number of the row in which each was typed, or none. A Refusal names its row."""
    for row, action in agreed.items():
        try:
            agree(family, agreed_on=agreed_on, by=by, **action)
        except Refusal as refusal:
            raise type(refusal)(refusal.sentence, f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def report(action: AgreedAction, *, result: str, done_on: date, by: User) -> AgreedAction:
    """Record what came of an action, on the day `done_on`; Conflict where it was withdrawn or reported already."""
    action = lock(action, "family")
    require(by, action.family, Can.RECORD)
    if action.withdrawn_because:
        raise Conflict("This action was taken back, so there is no result to record.")
    if action.done_on:
        raise Conflict(f"The result was recorded already, on {say_date(action.done_on)}: {action.result}")
    if not result.strip():
        raise Refusal("Say what came of it.", "result")
    if done_on < action.agreed_on:
        raise Refusal("It cannot be done before it was agreed. Check the date.", "done_on")
    change(action, result=result.strip(), done_on=done_on)
    return action


@service
def record_in_error(action: AgreedAction, *, reason: str, because: str, by: User, at: datetime) -> AgreedAction:
    """It was recorded in error: it leaves every list; its owner, and lead and managers, are told."""
    action = lock(action, "family", "owner_user", "owner_person")
    require(by, action.family, Can.RECORD)
    if action.withdrawn_because:
        raise Conflict("This action was taken back already. Nothing was changed.")
    take_out(action, reason=reason, because=because, by=by, at=at)
    return action


@in_service
def take_out(
    action: AgreedAction, *, reason: str, because: str, by: User, at: datetime, went_with: InError | None = None
) -> None:
    """With what it hung on, `went_with`, those concerned are told of that."""
    told: set[User] = set()
    if went_with is None:
        told = lead_and_managers(action.family, timezone.localdate(at))
        told |= {action.owner_user} if action.owner_user else set()
    in_error.record(action, reason=reason, because=because, told=told, went_with=went_with, by=by, at=at)
    change(action, withdrawn_because=in_error.said(reason))


@service
def withdraw(action: AgreedAction, *, because: str, by: User) -> AgreedAction:
    """Take back an action that is not to be done any more, since what it belonged to ended; the history keeps it."""
    require(by, action.family, Can.RECORD)
    if not because.strip():
        raise Refusal("Say why the action is taken back.", "because")
    change(action, withdrawn_because=because.strip())
    return action
