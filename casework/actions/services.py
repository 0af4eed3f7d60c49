"""Agreeing an action, and saying what came of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, access_of, require
from casework.actions import clocks
from casework.actions.checks import ask_about_control
from casework.actions.models import AgreedAction, Outcome
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.in_error import services as in_error
from casework.in_error.models import InError
from casework.lives.checks import DUE, check_day
from casework.notes.models import CaseNote
from casework.notifications.services import notify
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
    note: CaseNote | None = None, review_on: date | None = None, supported_by: User | None = None,
    at: datetime | None = None,
) -> AgreedAction:  # fmt: skip
    """An action needs one owner (a user, a person of the family, or an agency) and a date (A7.8, A6.7).

    A worker is told of it, and its clock runs. What a person takes on is an agreement with the family, which
    `supported_by` supports and looks at again on `review_on`; one that seems to make them answer for another adult is
    queried, and stands where that is confirmed (B9). `at` is the moment, by default now.
    """
    at = at or timezone.now()
    if not require(by, family, Can.READ).rights & {Can.RECORD, Can.DECIDE}:
        raise Refusal("You may only read this family's record.")
    if not what.strip():
        raise Refusal("Say what is to be done.", "what")
    if due_on is None:
        raise Refusal("Give the date by which it is to be done.", "due_on")
    if due_on < agreed_on:
        raise Refusal("The date by which it is to be done lies before it was agreed. Give a later date.", "due_on")
    check_day(DUE, due_on, agreed_on, "due_on")
    if review_on is not None and review_on < agreed_on:
        raise Refusal("The day for looking again lies before it was agreed. Give a later day.", "review_on")
    if review_on is not None:
        check_day(DUE, review_on, agreed_on, "review_on")
    _check_owner(family, owner_user, owner_person, owner_agency)
    if child is not None and not family.children_ever().filter(pk=child.pk).exists():
        raise Refusal("Choose a child of this family, or nobody.", "child")
    if note is not None and note.family_id != family.pk:
        raise Refusal("The note belongs to another family.")
    if owner_person is None:
        supported_by = None
    else:
        _check_agreement(family, owner_person, what, supported_by)
    action = AgreedAction.objects.create(
        family=family, what=what.strip(), due_on=due_on, agreed_on=agreed_on, owner_user=owner_user,
        owner_person=owner_person, owner_agency=owner_agency.strip(), child=child, desired_outcome=desired_outcome,
        note=note, review_on=review_on, supported_by=supported_by, agreed_by=by,
    )  # fmt: skip
    clocks.start(action, at=at)
    _tell("action_given", {owner_user, supported_by}, action, by=by, at=at)
    return action


def _check_agreement(family: Family, person: Person, what: str, supported_by: User | None) -> None:
    if supported_by is not None and not access_of(supported_by, family).lasts:
        raise Refusal(f"{supported_by} does not work with this family. Choose somebody who does.", "supported_by")
    ask_about_control(family, person, what)


def _tell(kind: str, users: Iterable[User | None], action: AgreedAction, *, by: User | None, at: datetime) -> None:
    told = {user for user in users if user is not None and user != by}
    notify(kind, told, subject=action, family=action.family, by=by, at=at)


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
def agree_once(family: Family, *, by: User, at: datetime | None = None, **action: Any) -> AgreedAction:
    """As `agree`, idempotent: the same action is agreed once a day."""
    lock(family)
    existing = AgreedAction.objects.not_withdrawn().filter(family=family, **action).first()
    return existing or agree(family, by=by, at=at, **action)


@service
def agree_rows(
    family: Family, agreed: dict[int, dict[str, Any]], *, agreed_on: date, by: User, at: datetime | None = None
) -> None:
    """Agree several actions, by the number of the row in which each was typed, or none. A Refusal names its row."""
    for row, action in agreed.items():
        try:
            agree(family, agreed_on=agreed_on, by=by, at=at, **action)
        except Refusal as refusal:
            raise refusal.at(f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def report(
    action: AgreedAction, *, outcome: str, result: str, done_on: date, by: User, at: datetime | None = None
) -> AgreedAction:
    """Record what came of an action, on the day `done_on`; Conflict where it was withdrawn or reported already.

    `outcome` is of Outcome (A9.18). Whoever agreed it is told; of what was not met in full lead and managers too.
    """
    action, at = _lock_running(action, by), at or timezone.now()
    if outcome not in Outcome.values:
        raise Refusal("Say whether it was met, partly met or not met.", "outcome")
    if not result.strip():
        raise Refusal("Say what came of it." if outcome == Outcome.MET else "Say what came of it, and why.", "result")
    if done_on < action.agreed_on:
        raise Refusal("It cannot be done before it was agreed. Check the date.", "done_on")
    change(action, outcome=outcome, result=result.strip(), done_on=done_on)
    clocks.meet(action, at=at)
    told = {action.agreed_by, action.owner_user, action.supported_by}
    if outcome != Outcome.MET:
        told |= lead_and_managers(action.family, timezone.localdate(at))
    _tell("action_reported", _who_read(told, action), action, by=by, at=at)
    return action


@service
def note_progress(action: AgreedAction, *, progress: str, by: User, at: datetime) -> AgreedAction:
    """What was done of it so far; it stays open. Saving the same again changes nothing."""
    action = _lock_running(action, by)
    if not progress.strip():
        raise Refusal("Say what was done so far.", "progress")
    if action.progress != progress.strip():
        change(action, progress=progress.strip(), progress_on=timezone.localdate(at))
    return action


@service
def hand_over(action: AgreedAction, *, to: User, because: str, by: User, at: datetime) -> AgreedAction:
    """Somebody else does it from now on, or supports what was agreed with the family; everyone concerned is told."""
    action = _lock_running(action, by)
    if not because.strip():
        raise Refusal("Say why it goes to somebody else.", "because")
    if not access_of(to, action.family).lasts:
        raise Refusal(f"{to} does not work with this family. Choose somebody who does.", "to")
    before = action.supported_by if action.with_family else action.owner_user
    if before == to:
        raise Refusal(f"{to} has it already.", "to")
    if action.with_family:
        change(action, supported_by=to, handed_over_because=because.strip())
    else:
        change(action, owner_user=to, owner_agency="", handed_over_because=because.strip())
    clocks.cancel(action, at=at)
    clocks.start(action, at=at)
    _tell("action_handed_over", _who_read({to, before, action.agreed_by}, action), action, by=by, at=at)
    return action


def _who_read(users: Iterable[User | None], action: AgreedAction) -> set[User]:
    """Those of `users` who work with the family still: nobody else is told what came of it."""
    return {user for user in users if user is not None and user.is_active and access_of(user, action.family).lasts}


def _lock_running(action: AgreedAction, by: User) -> AgreedAction:
    """The action held, which is neither done nor taken back; a Refusal where `by` does not record there."""
    action = lock(action, "family", "owner_user", "owner_person", "supported_by", "agreed_by")
    require(by, action.family, Can.RECORD)
    if action.withdrawn_because:
        raise Conflict("This action was taken back, so there is no result to record.")
    if action.done_on:
        raise Conflict(f"The result was recorded already, on {say_date(action.done_on)}: {action.result}")
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
        told |= {each for each in (action.owner_user, action.supported_by, action.agreed_by) if each}
    in_error.record(action, reason=reason, because=because, told=told, went_with=went_with, by=by, at=at)
    change(action, withdrawn_because=in_error.said(reason))
    clocks.cancel(action, at=at)


@service
def withdraw(action: AgreedAction, *, because: str, by: User, at: datetime | None = None) -> AgreedAction:
    """Take back an action that is not to be done any more; the history keeps it, and whoever had it is told."""
    at = at or timezone.now()
    require(by, action.family, Can.RECORD)
    if not because.strip():
        raise Refusal("Say why the action is taken back.", "because")
    change(action, withdrawn_because=because.strip())
    clocks.cancel(action, at=at)
    _tell("action_taken_back", _who_read({action.owner_user, action.supported_by}, action), action, by=by, at=at)
    return action
