"""Taking a call about a child's safety, putting it through or passing it on, and deciding on it (A7.20)."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.calls import checks, queries
from casework.calls.models import SafetyCall
from casework.calls.queries import managers_of_call
from casework.families.models import Family
from casework.families.services import add_family
from casework.notifications.services import notify
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.services import as_recorded
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import Team, User


@service
def take(
    team: Team, *, child_name: str, child_address: str, concern: str, by: User, at: datetime
) -> SafetyCall:  # fmt: skip
    """The child, the address and the concern, saved at once, before anything else is asked."""
    if not queries.teams_taking(by, timezone.localdate(at)).filter(pk=team.pk).exists():
        raise Refusal("You cannot take a call for that team. Choose your own.", "team")
    answers = {"child_name": child_name.strip(), "child_address": child_address.strip(), "concern": concern.strip()}
    checks.check_answers(answers)
    return SafetyCall.objects.create(team=team, taken_by=by, taken_at=at, **answers)


@service
def put_right(
    call: SafetyCall, *, child_name: str, child_address: str, concern: str, fingerprint: str, by: User, at: datetime
) -> SafetyCall:
    """What was said, heard better or said after it was saved: of the one call, until somebody has decided on it."""
    call = _lock_to_work_on(call, by, at)
    check_fingerprint(fingerprint, queries.fingerprint_of_call(call))
    answers = {"child_name": child_name.strip(), "child_address": child_address.strip(), "concern": concern.strip()}
    checks.check_answers(answers)
    change(call, **answers)
    return call


@service
def put_through(call: SafetyCall, *, to: str = "", because: str = "", by: User, at: datetime) -> SafetyCall:
    """It was put through to somebody, or could not be, because …: one of the two."""
    call = _lock_to_work_on(call, by, at)
    if bool(to.strip()) == bool(because.strip()):
        raise Refusal("Say to whom the call was put through, or why it could not be: one of the two.", "to")
    if call.put_through_to or call.not_put_through_because:
        raise Conflict("It is recorded already whether this call was put through. Open it again to see how it stands.")
    change(call, put_through_to=to.strip(), not_put_through_because=because.strip())
    return call


@service
def note_caller(
    call: SafetyCall, *, name: str, address: str, number: str, fingerprint: str, by: User, at: datetime
) -> SafetyCall:
    """Who called, asked only where the call could not be put through; what nobody would say stays empty."""
    call = _lock_to_work_on(call, by, at)
    if not call.not_put_through_because:
        raise Refusal("The caller is asked for only when a call could not be put through.")
    check_fingerprint(fingerprint, queries.fingerprint_of_caller(call))
    change(call, caller_name=name.strip(), caller_address=address.strip(), caller_number=number.strip())
    return call


@service
def pass_on(
    call: SafetyCall, *, told_to: str, told_at: datetime, by: User, at: datetime, written_at: datetime | None = None
) -> SafetyCall:
    """Passed on verbally to `told_to`, and in writing: by the product to the team's managers, unless it was already."""
    call = _lock_to_work_on(call, by, at)
    if not call.not_put_through_because:
        raise Refusal("Say first why the call could not be put through.")
    if call.told_at:
        raise Conflict("It is recorded already to whom this call was passed on. Open it again to see how it stands.")
    if not told_to.strip():
        raise Refusal("Say to whom you passed it on verbally.", "told_to")
    for field, moment in (("told_at", told_at), ("written_at", written_at)):
        if moment is not None:
            checks.check_moment(call, moment, at, field)
    change(call, told_to=told_to.strip(), told_at=told_at, written_at=written_at or _write(call, by, at))
    return call


def _write(call: SafetyCall, by: User, at: datetime) -> datetime | None:
    """Notify the team's managers; the moment at which they were, or None where the team has no manager."""
    managers = list(managers_of_call(call, at))
    # Of no family: whose child it is about is not known yet, so nobody's rights can be asked.
    notify("call_passed_on", managers, subject=call, family=None, by=by, at=at)
    return at if managers else None


@service
def decide(
    call: SafetyCall, *, outcome: str, because: str, by: User, at: datetime, family: Family | None = None,
    new_family: str = "",
) -> SafetyCall:  # fmt: skip
    """What becomes of the call, with the reason: decided by the grade that practice names (C27).

    Where it becomes a referral, `family` is whose child it is about, or `new_family` the name of one to be added.
    """
    call, new_name = _lock_call(call), new_family.strip()
    checks.check_decision(call, outcome, because, by, at)
    checks.check_family(outcome, family, new_name, by)
    if new_name:
        family = add_family(name=new_name, team=call.team, by=by, at=at)
    change(
        call, outcome=outcome, outcome_because=because.strip(), decided_by=by, decided_at=at, family=family,
    )  # fmt: skip
    return call


@in_service
def hand_over(call: SafetyCall, *, child: Person | None, caller: Person | None, by: User, at: datetime) -> None:
    """What was said of where the child and the caller are becomes theirs, and the call refers to it.

    Nothing of whoever is None: it is not known of whom it was said, or it says that it is not known.
    """
    family, day = call.family, timezone.localdate(call.taken_at)
    if family is None:
        return
    handed: dict[str, Any] = {}
    for text, reference, kind, person in (
        ("child_address", "child_place", ContactKind.ADDRESS, child),
        ("caller_address", "caller_place", ContactKind.ADDRESS, caller),
        ("caller_number", "caller_telephone", ContactKind.TELEPHONE, caller),
    ):
        said = getattr(call, text)
        if person and said:
            handed |= {text: "", reference: as_recorded(family, person, kind=kind, value=said, from_date=day, by=by)}
    change(call, **handed)


@service
def notify_overdue(call: SafetyCall, *, by: User, at: datetime) -> bool:
    """Notify the taker and the team's managers, once, that the hour has passed; return whether they were now."""
    call = _lock_call(call)
    if call.overdue_told_at or not queries.is_overdue(call, at):
        return False
    users = {*managers_of_call(call, at), *([call.taken_by] if call.taken_by.is_active else [])}
    notify("call_overdue", sorted(users, key=str), subject=call, family=None, at=at)
    change(call, overdue_told_at=at)
    return True


def _lock_call(call: SafetyCall) -> SafetyCall:
    return lock(call, "team", "taken_by")


def _lock_to_work_on(call: SafetyCall, by: User, at: datetime) -> SafetyCall:
    """The call, for somebody of its team, while nobody has decided on it."""
    call = _lock_call(call)
    if not queries.may_work_on(by, call, timezone.localdate(at)):
        raise Refusal(checks.NOT_YOURS)
    checks.check_undecided(call)
    return call
