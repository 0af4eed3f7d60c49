"""What a referral, its checks and the decisions on it must hold."""

from typing import NamedTuple

from django.utils import timezone

from casework.calls.states import REFERRAL
from casework.people.models import Person
from casework.referrals.models import Involvement
from casework.referrals.queries import waits_to_be_seen
from casework.referrals.states import ENDING_OUTCOMES
from casework.refusal import Refusal

ABUSE_OR_NEGLECT = "N1"
NO_FACTORS = "21"


class InvolvementDetails(NamedTuple):
    """A child's part in a referral: `harm_alleged_at` is when deliberate harm was alleged, or None."""

    need: str
    factors: tuple = ()
    harm_alleged_at: object = None


class AgencyCheck(NamedTuple):
    """A check with another agency; `kind` is one of `CheckKind`."""

    kind: str
    made_on: object
    outcome: str


def is_welfare_concern(parts):
    return any(part.need == ABUSE_OR_NEGLECT or part.harm_alleged_at for part in parts.values())


def check_welfare_concern(parts, checks, *, protection_status, no_checks_because):
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


def check_call(family, call):
    if call is None:
        return
    if call.family_id != family.pk or call.outcome != REFERRAL or hasattr(call, "referral"):
        raise Refusal("Choose a call that became a referral of this family and has none yet.", "call")


def check_involvement(child, part, at):
    today = timezone.localdate(at)
    if not all(Involvement.factors.field.may_choose(code, today) for code in part.factors):
        raise Refusal(f"Choose {child}'s factors from those offered.", f"factors-{child.pk}")
    if NO_FACTORS in part.factors and len(part.factors) > 1:
        raise Refusal(f"‘No factors’ stands alone: clear it, or {child}'s other factors.", f"factors-{child.pk}")
    if part.harm_alleged_at and part.harm_alleged_at > at:
        raise Refusal("This time lies in the future. Give the time at which it was alleged.", f"harm-{child.pk}")


def check_decision(involvement, outcome, because, at):
    child = involvement.child
    if not Involvement.decision.field.may_choose(outcome, timezone.localdate(at)):
        raise Refusal(f"Choose the outcome for {child} from those offered.", f"outcome-{involvement.pk}")
    if not because.strip():
        raise Refusal(f"Give the reason for the decision on {child}.", f"because-{involvement.pk}")
    if outcome in ENDING_OUTCOMES and waits_to_be_seen(involvement):
        raise Refusal(
            f"{child} is said to be harmed and has not been seen. First record the visit, or why {child} was not seen.",
            f"outcome-{involvement.pk}",
        )


def check_needs(family, needs, received_on):
    if not needs:
        raise Refusal("Choose the need of at least one child whom the referral concerns.", "needs")
    members = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    standing = _families_with_open_case(needs)
    for child, need in needs.items():
        field = f"need-{child.pk}"
        if child.pk not in members or not child.is_child:
            raise Refusal("A referral concerns children of this family. Choose children of this family only.", field)
        if not Involvement.need.field.may_choose(need, received_on):
            raise Refusal(f"Choose {child}'s need from those offered.", field)
        if family.pk in standing.get(child.pk, ()):
            raise Refusal(f"{child} is already open on another referral. Leave {child} out of this one.", field)
        if child.pk in standing:
            raise Refusal(
                f"{child} is open with another family already, and a child's case is open once. Leave {child} out of "
                "this referral, and agree with that family's team where the case is to be.",
                field,
            )


def _families_with_open_case(children):
    """By id of the child the families in which the case is open; held, so that no other family opens it meanwhile."""
    same = {pk: child.pk for child in children for pk in child.all_ids}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=same).order_by("pk"))
    found = {}
    for involvement in Involvement.objects.filter(child__in=same, closed_on=None):
        found.setdefault(same[involvement.child_id], []).append(involvement.family_id)
    return found
