"""Recording and receiving a referral, deciding on it for each child, and alleged harm to a child."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations.clocks import cancel_first_visit
from casework.allocations.queries import managers_of
from casework.calls.models import SafetyCall
from casework.calls.services import hand_over
from casework.case_summaries.clocks import start_case_summary_clock
from casework.duedates import services as duedates
from casework.families.headlines.services import carry_over
from casework.families.models import Family
from casework.lives.checks import HARM, REFERRAL, VISIT, Fact, check_in_family, check_in_life, check_order
from casework.notifications.services import notify
from casework.people.clocks import follow_expected
from casework.people.models import Person
from casework.practice import calendar
from casework.referrals import clocks
from casework.referrals.checks import (
    AgencyCheck,
    DetailsByChild,
    InvolvementDetails,
    check_agency_check,
    check_call,
    check_decision,
    check_involvement,
    check_needs,
    check_stands,
    check_welfare_concern,
)
from casework.referrals.models import Involvement, Referral, ReferralCheck
from casework.referrals.queries import ids_of, waits_for_early_help, waits_to_be_seen
from casework.referrals.states import EARLY_HELP, ENDING_OUTCOMES, NO_FURTHER_ACTION
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_when


@service
def receive(
    family: Family, *, received_on: date, source: str, reason: str, details: DetailsByChild, by: User, at: datetime,
    protection_status: str = "", checks: Iterable[AgencyCheck] = (), no_checks_because: str = "",
    call: SafetyCall | None = None, address_of: Person | None = None, caller: Person | None = None,
) -> Referral:  # fmt: skip
    """A referral as it arrives: `details` by child; the checks made and the protection status asked (A7.25).

    `address_of` is whose address was given in the call, `caller` who called, if it was one of the family.

    Starts the clock of the decision for each child, and that of seeing a child of whom harm is alleged (A7.19).
    """
    require(by, family, Can.DECIDE)
    family = lock(family)
    asked = {"protection_status": protection_status.strip(), "no_checks_because": no_checks_because.strip()}
    check_welfare_concern(details, checks, **asked)
    check_call(family, call, received_on)
    for child, of_child in details.items():
        check_involvement(child, of_child, at)
    referral = record_referral(
        family, received_on=received_on, source=source, reason=reason, details=details, call=call,
        needs={child: of_child.need for child, of_child in details.items()}, by=by, at=at, **asked,
    )  # fmt: skip
    if call:
        hand_over(call, child=address_of, caller=caller, by=by, at=at)
    for check in checks:
        _add_check(referral, check, at)
    for involvement in referral.involvements.select_related("family", "child"):
        clocks.start_decision(involvement, at=call.taken_at if call else calendar.start_of_day(received_on))
        if involvement.harm_alleged_at:
            clocks.start_harm_alleged(involvement)
    return referral


@service
def add_check(referral: Referral, *, kind: str, made_on: date, outcome: str, by: User, at: datetime) -> ReferralCheck:
    """A check made later, and its outcome."""
    require(by, referral.family, Can.RECORD)
    lock(referral.family)
    return _add_check(referral, AgencyCheck(kind, made_on, outcome), at)


def _add_check(referral: Referral, check: AgencyCheck, at: datetime) -> ReferralCheck:
    check_agency_check(check, timezone.localdate(at))
    people = referral.family.people_ever()
    check_in_family(VISIT, check.made_on, people, timezone.localdate(at), "made_on")
    return ReferralCheck.objects.create(
        family_id=referral.family_id, referral=referral, kind=check.kind, made_on=check.made_on,
        outcome=check.outcome.strip(),
    )  # fmt: skip


@service
def decide(referral: Referral, *, decisions: Mapping[Involvement, tuple[str, str]], by: User, at: datetime) -> Referral:
    """Decide on the referral for some or all of its children: `decisions` are (outcome, reason) by involvement.

    Where the outcome is no further action, advice or early help, the child's involvement ends with it.
    """
    family = lock(referral.family)
    require_grade(by, family, "decide_referral")
    if not decisions:
        raise Refusal("Choose the outcome for at least one child.")
    for row, (outcome, because) in decisions.items():
        involvement = _lock_undecided(referral, row)
        check_decision(involvement, outcome, because, at)
        _decide(involvement, outcome, because.strip(), by, at)
    carry_over([family.pk], at=at)
    return referral


def _lock_undecided(referral: Referral, involvement: Involvement) -> Involvement:
    """Raises DoesNotExist where the involvement is of another referral."""
    involvement = lock(referral.involvements(manager="with_withdrawn").get(pk=involvement.pk), "child", "family")
    check_stands(involvement)
    if involvement.decision:
        raise Conflict(
            f"For {involvement.child} it was decided already: "
            f"{involvement.get_decision_display().lower()}, by {involvement.decided_by}, "
            f"{say_when(cast('datetime', involvement.decided_at))}. Nothing was changed."
        )
    if involvement.closed_on:
        raise Conflict(f"{involvement.child}'s part in this referral is closed, so nothing is decided any more.")
    return involvement


def _decide(involvement: Involvement, outcome: str, because: str, by: User, at: datetime) -> None:
    ends = outcome in ENDING_OUTCOMES
    end = {"closed_on": timezone.localdate(at), "closed_because": NO_FURTHER_ACTION} if ends else {}
    change(involvement, decision=outcome, decision_because=because, decided_by=by, decided_at=at, **end)
    duedates.meet("referral_decision", involvement, at=at)
    if ends:
        duedates.cancel_for_child(involvement.child, families=[involvement.family_id], at=at)
        clocks.follow_end(involvement.referral, at=at)
        follow_first_visit(involvement.family, at=at)
    if outcome == EARLY_HELP:
        clocks.start_early_help(involvement, at=at)


@in_service
def follow_first_visit(family: Family, *, at: datetime) -> None:
    """None is due where no child is open any more."""
    if not family.involvement_set.filter(closed_on=None).exists():
        cancel_first_visit(family, at=at)


@service
def allege_harm(involvement: Involvement, *, alleged_at: datetime, by: User, at: datetime) -> Involvement:
    """Deliberate harm to a child whose case is open is alleged: from then the child is to be seen in time (A7.19)."""
    family = lock(involvement.family)
    require(by, family, Can.RECORD)
    involvement = lock(involvement, "child", "family")
    check_stands(involvement)
    if involvement.closed_on:
        raise Refusal(f"{involvement.child}'s case is closed. Record a new referral.")
    if alleged_at > at:
        raise Refusal("This time lies in the future. Give the time at which it was alleged.", "alleged_at")
    harm = Fact(HARM, timezone.localdate(alleged_at), involvement.child, "alleged_at")
    check_in_life(harm, timezone.localdate(at))
    if involvement.harm_alleged_at == alleged_at:
        return involvement
    if waits_to_be_seen(involvement):
        since = say_when(cast("datetime", involvement.harm_alleged_at))
        raise Refusal(
            f"{involvement.child} is to be seen already, since {since}. The time does not start again: record "
            "in a note what was alleged now.",
            "alleged_at",
        )
    change(involvement, harm_alleged_at=alleged_at, not_seen_because="")
    clocks.start_harm_alleged(involvement)
    clocks.follow_harm(involvement)
    return involvement


@service
def say_not_seen(involvement: Involvement, *, because: str, by: User, at: datetime) -> Involvement:
    """Why a child of whom harm is alleged was not seen within the time (A7.19)."""
    family = lock(involvement.family)
    require(by, family, Can.RECORD)
    involvement = lock(involvement)
    check_stands(involvement)
    if not because.strip():
        raise Refusal("Say why the child was not seen.", "because")
    if not waits_to_be_seen(involvement):
        raise Conflict("The child has been seen, or it is recorded already why not. Nothing was changed.")
    change(involvement, not_seen_because=because.strip())
    duedates.meet("harm_alleged", involvement, at=at)
    told = set(managers_of(family, timezone.localdate(at))) - {by}
    notify("harm_child_not_seen", sorted(told, key=str), subject=involvement, family=family, by=by, at=at)
    return involvement


@service
def say_early_help(involvement: Involvement, *, decision: str, by: User, at: datetime) -> Involvement:
    """What early help decided on the request (A9.5)."""
    family = lock(involvement.family)
    require_grade(by, family, "decide_referral")
    involvement = lock(involvement)
    check_stands(involvement)
    if not decision.strip():
        raise Refusal("Say what early help decided.", "decision")
    if not waits_for_early_help(involvement):
        raise Conflict("No decision of early help is waited for here. Nothing was changed.")
    change(involvement, early_help_decision=decision.strip())
    duedates.meet("early_help_decision", involvement, at=at)
    return involvement


@service
def record_referral(
    family: Family, *, received_on: date, source: str, reason: str, needs: Mapping[Person, str], by: User,
    at: datetime, transferred_at: datetime | None = None,
    details: DetailsByChild | None = None, **asked: Any,
) -> Referral:  # fmt: skip
    """A referral and the children it concerns: `needs` is the code of need by child. Starts their case summaries.

    The day for deciding on a Workbook runs from the moment at which the case was transferred in, or else from the
    referral (A1.6). For one recorded afterwards this is all; as it arrives, `receive` asks more, and gives
    `details` (factors and alleged harm by child) and what was `asked`: columns of Referral.
    """
    require(by, family, Can.DECIDE)
    lock(family)
    if received_on > timezone.localdate(at):
        raise Refusal("The referral cannot have been received in the future.", "received_on")
    if not Referral.source.field.may_choose(source, received_on):
        raise Refusal("Choose the source of the referral from those offered for its date.", "source")
    if not reason.strip():
        raise Refusal("Say why the family was referred.", "reason")
    held = _lock_children(needs)
    check_needs(family, needs, received_on)
    for child in held:
        check_in_life(Fact(REFERRAL, received_on, child, "received_on"), timezone.localdate(at))
    if transferred_at:
        check_order("The referral was received on", received_on, "The transfer", timezone.localdate(transferred_at))
    referral = Referral.objects.create(
        family=family, received_on=received_on, source=source, reason=reason.strip(), transferred_at=transferred_at,
        **asked,
    )  # fmt: skip
    for child, need in needs.items():
        _involve(referral, child, need, (details or {}).get(child))
        follow_expected(child, at=at)
    clocks.start_workbook_decision(referral, at=transferred_at or _arrived(referral, at))
    carry_over([family.pk], at=at)
    return referral


def _arrived(referral: Referral, at: datetime) -> datetime:
    """When the call was taken; without one now, if it came today, or else the beginning of its day."""
    if referral.call:
        return referral.call.taken_at
    today = referral.received_on == timezone.localdate(at)
    return at if today else calendar.start_of_day(referral.received_on)


def _lock_children(children: Iterable[Person]) -> list[Person]:
    """As saved now; after the family, by their ids: so no other family opens their case meanwhile, or deadlocks."""
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids_of(children)).order_by("pk"))


def _involve(referral: Referral, child: Person, need: str, details: InvolvementDetails | None) -> Involvement:
    more = {"factors": list(details.factors), "harm_alleged_at": details.harm_alleged_at} if details else {}
    involvement = Involvement.objects.create(
        family=referral.family, referral=referral, child=child, need=need, opened_on=referral.received_on, **more
    )
    start_case_summary_clock(involvement, at=calendar.start_of_day(referral.received_on))
    return involvement
