"""Receiving a referral with what is asked of each, and deciding on it for each child in time."""

from typing import NamedTuple

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.calls.services import REFERRAL
from casework.duedates import clock
from casework.duedates import services as duedates
from casework.families import holds
from casework.families.models import Held
from casework.families.services import lock
from casework.practice import codes
from casework.referrals import clocks
from casework.referrals.models import CheckKind, Involvement, ReferralCheck
from casework.referrals.services import record_referral
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import say_when

ABUSE_OR_NEGLECT = "N1"
NO_FACTORS = "21"
# What ends the child's involvement with the decision, and the code of closure_reasons that says so.
ENDING = ("NFA", "INFO", "EH")
EARLY_HELP = "EH"
ENDED_HERE = "NFA"


class Part(NamedTuple):
    """A child's part in a referral: `harm_alleged_at` is when deliberate harm was alleged, or None."""

    need: str
    factors: tuple = ()
    harm_alleged_at: object = None


class Check(NamedTuple):
    """A check with another agency; `kind` is one of `CheckKind`."""

    kind: str
    made_on: object
    outcome: str


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
    _check_asked(parts, checks, **asked)
    _check_call(family, call)
    for child, part in parts.items():
        _check_part(child, part, at)
    referral = record_referral(
        family, received_on=received_on, source=source, reason=reason, parts=parts, call=call, form_key=form_key,
        needs={child: part.need for child, part in parts.items()}, by=by, at=at, **asked,
    )  # fmt: skip
    for check in checks:
        _add_check(referral, check, at)
    for involvement in referral.involvements.select_related("family", "child"):
        clocks.start_decision(involvement, at=call.taken_at if call else clock.moment_of(received_on))
        if involvement.harm_alleged_at:
            clocks.start_harm_alleged(involvement)
    return referral


def is_welfare_concern(parts):
    return any(part.need == ABUSE_OR_NEGLECT or part.harm_alleged_at for part in parts.values())


def _check_asked(parts, checks, *, protection_status, no_checks_because):
    """With a welfare concern the status is asked and checks are made, or it is said why none was (A7.25)."""
    if checks and no_checks_because:
        raise Refusal("You recorded a check and why none was made. Clear one of the two.", "no_checks_because")
    if not is_welfare_concern(parts):
        return
    if not protection_status:
        raise Refusal(
            "A referral with welfare concerns says what was answered when you asked whether a child has, or has had, a "
            "child protection plan.",
            "protection_status",
        )
    if not checks and not no_checks_because:
        raise Refusal(
            "A referral with welfare concerns says which checks were made. Record at least one, or why none was made.",
            "no_checks_because",
        )


def _check_call(family, call):
    if call is None:
        return
    if call.family_id != family.pk or call.outcome != REFERRAL or hasattr(call, "referral"):
        raise Refusal("Choose a call that became a referral of this family and has none yet.", "call")


def _check_part(child, part, at):
    today = timezone.localdate(at)
    if not all(codes.may_choose("factors", code, today) for code in part.factors):
        raise Refusal(f"Choose {child}'s factors from those offered.", f"factors-{child.pk}")
    if NO_FACTORS in part.factors and len(part.factors) > 1:
        raise Refusal(f"‘No factors’ stands alone: clear it, or {child}'s other factors.", f"factors-{child.pk}")
    if part.harm_alleged_at and part.harm_alleged_at > at:
        raise Refusal("This time lies in the future. Give the time at which it was alleged.", f"harm-{child.pk}")


@service
def add_check(referral, *, kind, made_on, outcome, by, at, form_key=None):
    """A check made later, and its outcome."""
    require(by, referral.family, Can.RECORD)
    lock(referral.family)
    if form_key and (check := referral.checks.filter(form_key=form_key).first()):
        return check
    return _add_check(referral, Check(kind, made_on, outcome), at, form_key)


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
        _check_decision(involvement, outcome, because, at)
        _decide(involvement, outcome, because.strip(), by, at)
    return referral


def _undecided(referral, involvement):
    rows = referral.involvements.select_for_update(of=("self",), no_key=True).select_related("child", "family")
    involvement = rows.get(pk=involvement.pk)
    if involvement.decision:
        raise Conflict(
            f"For {involvement.child} it was decided already: "
            f"{codes.label('referral_outcomes', involvement.decision).lower()}, by {involvement.decided_by}, "
            f"{say_when(involvement.decided_at)}. Nothing was changed."
        )
    if involvement.closed_on:
        raise Conflict(f"{involvement.child}'s part in this referral is closed, so nothing is decided any more.")
    return involvement


def _check_decision(involvement, outcome, because, at):
    child = involvement.child
    if not codes.may_choose("referral_outcomes", outcome, timezone.localdate(at)):
        raise Refusal(f"Choose the outcome for {child} from those offered.", f"outcome-{involvement.pk}")
    if not because.strip():
        raise Refusal(f"Give the reason for the decision on {child}.", f"because-{involvement.pk}")
    if outcome in ENDING and harm_is_open(involvement):
        raise Refusal(
            f"{child} is said to be harmed and has not been seen. First record the visit, or why {child} was not seen.",
            f"outcome-{involvement.pk}",
        )


def harm_is_open(involvement):
    """Whether the child is still to be seen, or the reason to be recorded (A7.19)."""
    return duedates.running("harm_alleged", involvement).exists()


def early_help_is_open(involvement):
    """Whether early help's decision on the request is still to be recorded; never where that clock is off (A9.5)."""
    return duedates.running("early_help_decision", involvement).exists()


def _decide(involvement, outcome, because, by, at):
    ends = _end(involvement, at) if outcome in ENDING else {}
    change(involvement, decision=outcome, decision_because=because, decided_by=by, decided_at=at, **ends)
    duedates.meet("referral_decision", involvement, at=at)
    if ends:
        duedates.cancel_of(involvement.child, at=at)
        clocks.follow_end(involvement.referral, at=at)
        _call_off_first_visits(involvement.family, at)
    if outcome == EARLY_HELP:
        clocks.start_early_help(involvement, at=at)


def _call_off_first_visits(family, at):
    """None is due where no child is open any more."""
    if not family.involvement_set.filter(closed_on=None).exists():
        for allocation in family.allocation_set.all():
            clocks.cancel_for(allocation, at=at)


def _end(involvement, at):
    others = involvement.family.involvement_set.filter(closed_on=None).exclude(pk=involvement.pk)
    held = [] if others.exists() else holds.standing(involvement.family, Held.CLOSURE)
    if held:
        raise Refusal(f"The last child's case cannot end now. {held[0].because}", f"outcome-{involvement.pk}")
    return {"closed_on": timezone.localdate(at), "closed_because": ENDED_HERE}


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
    if harm_is_open(involvement):
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
    if not harm_is_open(involvement):
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
    if not early_help_is_open(involvement):
        raise Conflict("No decision of early help is waited for here. Nothing was changed.")
    change(involvement, early_help_decision=decision.strip())
    duedates.meet("early_help_decision", involvement, at=at)
    return involvement
