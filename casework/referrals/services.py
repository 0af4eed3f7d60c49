"""Recording and receiving a referral, deciding on it for each child, and alleged harm to a child."""

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations import clocks as allocations_clocks
from casework.case_summaries.clocks import start_case_summary_clock
from casework.duedates import services as duedates
from casework.holds.models import Held
from casework.holds.queries import holds_against
from casework.practice import calendar
from casework.referrals import clocks
from casework.referrals.checks import (
    AgencyCheck,
    check_call,
    check_decision,
    check_involvement,
    check_needs,
    check_welfare_concern,
)
from casework.referrals.models import CheckKind, Involvement, Referral, ReferralCheck
from casework.referrals.queries import waits_for_early_help, waits_to_be_seen
from casework.referrals.states import EARLY_HELP, ENDING_OUTCOMES, NO_FURTHER_ACTION
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.words import say_when


@service
def receive(
    family, *, received_on, source, reason, parts, by, at, protection_status="", checks=(), no_checks_because="",
    call=None, form_key=None,
):  # fmt: skip
    """A referral as it arrives: `parts` by child; the checks made and the protection status asked (A7.25).

    Starts the clock of the decision for each child, and that of seeing a child who is said to be harmed (A7.19).
    """
    require(by, family, Can.DECIDE)
    family = lock(family)
    if form_key and (referral := family.referral_set.filter(form_key=form_key).first()):
        return referral
    asked = {"protection_status": protection_status.strip(), "no_checks_because": no_checks_because.strip()}
    check_welfare_concern(parts, checks, **asked)
    check_call(family, call)
    for child, part in parts.items():
        check_involvement(child, part, at)
    referral = record_referral(
        family, received_on=received_on, source=source, reason=reason, parts=parts, call=call, form_key=form_key,
        needs={child: part.need for child, part in parts.items()}, by=by, at=at, **asked,
    )  # fmt: skip
    for check in checks:
        _add_check(referral, check, at)
    for involvement in referral.involvements.select_related("family", "child"):
        clocks.start_decision(involvement, at=call.taken_at if call else calendar.start_of_day(received_on))
        if involvement.harm_alleged_at:
            clocks.start_harm_alleged(involvement)
    return referral


@service
def add_check(referral, *, kind, made_on, outcome, by, at, form_key=None):
    """A check made later, and its outcome."""
    require(by, referral.family, Can.RECORD)
    lock(referral.family)
    if form_key and (check := referral.checks.filter(form_key=form_key).first()):
        return check
    return _add_check(referral, AgencyCheck(kind, made_on, outcome), at, form_key)


def _add_check(referral, check, at, form_key=None):
    if check.kind not in CheckKind.values:
        raise Refusal("Choose with whom the check was made.", "kind")
    if check.made_on > timezone.localdate(at):
        raise Refusal("A check cannot have been made in the future. Give the day on which it was made.", "made_on")
    if not check.outcome.strip():
        raise Refusal("Say what came of the check.", "outcome")
    return ReferralCheck.objects.create(
        family_id=referral.family_id, referral=referral, kind=check.kind, made_on=check.made_on,
        outcome=check.outcome.strip(), form_key=form_key,
    )  # fmt: skip


@service
def decide(referral, *, decisions, by, at):
    """Decide on the referral for some or all of its children: `decisions` are (outcome, reason) by involvement.

    Where the outcome is no further action, advice or early help, the child's involvement ends with it.
    """
    family = lock(referral.family)
    require_grade(by, family, "decide_referral")
    if not decisions:
        raise Refusal("Choose the outcome for at least one child.")
    for involvement, (outcome, because) in decisions.items():
        involvement = _undecided(referral, involvement)
        check_decision(involvement, outcome, because, at)
        _decide(involvement, outcome, because.strip(), by, at)
    return referral


def _undecided(referral, involvement):
    rows = referral.involvements.select_for_update(of=("self",), no_key=True).select_related("child", "family")
    involvement = rows.get(pk=involvement.pk)
    if involvement.decision:
        raise Conflict(
            f"For {involvement.child} it was decided already: "
            f"{involvement.get_decision_display().lower()}, by {involvement.decided_by}, "
            f"{say_when(involvement.decided_at)}. Nothing was changed."
        )
    if involvement.closed_on:
        raise Conflict(f"{involvement.child}'s part in this referral is closed, so nothing is decided any more.")
    return involvement


def _decide(involvement, outcome, because, by, at):
    ends = _end(involvement, at) if outcome in ENDING_OUTCOMES else {}
    change(involvement, decision=outcome, decision_because=because, decided_by=by, decided_at=at, **ends)
    duedates.meet("referral_decision", involvement, at=at)
    if ends:
        duedates.cancel_for_child(involvement.child, at=at)
        clocks.follow_end(involvement.referral, at=at)
        _cancel_first_visits(involvement.family, at)
    if outcome == EARLY_HELP:
        clocks.start_early_help(involvement, at=at)


def _cancel_first_visits(family, at):
    """None is due where no child is open any more."""
    if not family.involvement_set.filter(closed_on=None).exists():
        for allocation in family.allocation_set.all():
            allocations_clocks.cancel_first_visit(allocation, at=at)


def _end(involvement, at):
    others = involvement.family.involvement_set.filter(closed_on=None).exclude(pk=involvement.pk)
    held = [] if others.exists() else holds_against(involvement.family, Held.CLOSURE)
    if held:
        raise Refusal(f"The last child's case cannot end now. {held[0].because}", f"outcome-{involvement.pk}")
    return {"closed_on": timezone.localdate(at), "closed_because": NO_FURTHER_ACTION}


@service
def allege_harm(involvement, *, alleged_at, by, at):
    """Deliberate harm to a child whose case is open is alleged: from then the child is to be seen in time (A7.19)."""
    family = lock(involvement.family)
    require(by, family, Can.RECORD)
    rows = Involvement.objects.select_for_update(of=("self",), no_key=True).select_related("child", "family")
    involvement = rows.get(pk=involvement.pk)
    if involvement.closed_on:
        raise Refusal(f"{involvement.child}'s case is closed. Record a new referral.")
    if alleged_at > at:
        raise Refusal("This time lies in the future. Give the time at which it was alleged.", "alleged_at")
    if involvement.harm_alleged_at == alleged_at:
        return involvement
    if waits_to_be_seen(involvement):
        raise Refusal(
            f"{involvement.child} is to be seen already, since {say_when(involvement.harm_alleged_at)}. The time does "
            "not begin anew: record in a note what was alleged now.",
            "alleged_at",
        )
    change(involvement, harm_alleged_at=alleged_at, not_seen_because="")
    clocks.start_harm_alleged(involvement)
    clocks.follow_harm(involvement)
    return involvement


@service
def say_not_seen(involvement, *, because, by, at):
    """Why a child who is said to be harmed was not seen within the time (A7.19)."""
    family = lock(involvement.family)
    require(by, family, Can.RECORD)
    involvement = Involvement.objects.select_for_update(of=("self",), no_key=True).get(pk=involvement.pk)
    if not because.strip():
        raise Refusal("Say why the child was not seen.", "because")
    if not waits_to_be_seen(involvement):
        raise Conflict("The child has been seen, or it is recorded already why not. Nothing was changed.")
    change(involvement, not_seen_because=because.strip())
    duedates.meet("harm_alleged", involvement, at=at)
    return involvement


@service
def say_early_help(involvement, *, decision, by, at):
    """What early help decided on the request (A9.5)."""
    family = lock(involvement.family)
    require_grade(by, family, "decide_referral")
    involvement = Involvement.objects.select_for_update(of=("self",), no_key=True).get(pk=involvement.pk)
    if not decision.strip():
        raise Refusal("Say what early help decided.", "decision")
    if not waits_for_early_help(involvement):
        raise Conflict("No decision of early help is waited for here. Nothing was changed.")
    change(involvement, early_help_decision=decision.strip())
    duedates.meet("early_help_decision", involvement, at=at)
    return involvement


@service
def record_referral(
    family, *, received_on, source, reason, needs, by, at, transferred_at=None, form_key=None, parts=None, **asked
):
    """A referral and the children it concerns: `needs` is the code of need by child. Starts their case summaries.

    With the moment at which the case was transferred in, the day for deciding on a Workbook runs from there (A1.6).
    For one that is only brought in this is all; as it arrives, `receive` asks more, and gives
    `parts` (factors and alleged harm by child) and what was `asked`.
    """
    require(by, family, Can.DECIDE)
    lock(family)
    if form_key and (referral := family.referral_set.filter(form_key=form_key).first()):
        return referral
    if received_on > timezone.localdate(at):
        raise Refusal("The referral cannot have been received in the future.", "received_on")
    if not Referral.source.field.may_choose(source, received_on):
        raise Refusal("Choose the source of the referral from those offered for its date.", "source")
    if not reason.strip():
        raise Refusal("Say why the family was referred.", "reason")
    check_needs(family, needs, received_on)
    referral = Referral.objects.create(
        family=family, received_on=received_on, source=source, reason=reason.strip(), transferred_at=transferred_at,
        form_key=form_key, **asked,
    )  # fmt: skip
    for child, need in needs.items():
        _involve(referral, child, need, (parts or {}).get(child))
    if transferred_at:
        clocks.start_workbook_decision(referral, at=transferred_at)
    return referral


def _involve(referral, child, need, part):
    more = {"factors": list(part.factors), "harm_alleged_at": part.harm_alleged_at} if part else {}
    involvement = Involvement.objects.create(
        family=referral.family, referral=referral, child=child, need=need, opened_on=referral.received_on, **more
    )
    start_case_summary_clock(involvement, at=calendar.start_of_day(referral.received_on))
    return involvement
