"""What a referral, its checks and the decisions on it must hold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from casework.calls.models import SafetyCall
from casework.calls.states import REFERRAL
from casework.families.models import Family
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.lives.checks import HARM, Fact, check_in_life, check_order
from casework.people.models import Person
from casework.practice.codes import NO_FACTORS
from casework.referrals.models import CheckKind, Involvement
from casework.referrals.queries import families_with_open_case, waits_to_be_seen
from casework.referrals.states import ENDING_OUTCOMES
from casework.refusal import Conflict, Refusal

ABUSE_OR_NEGLECT = "N1"


class InvolvementDetails(NamedTuple):
    """A child's part in a referral: `harm_alleged_at` is when deliberate harm was alleged, or None."""

    need: str
    factors: tuple[str, ...] = ()
    harm_alleged_at: datetime | None = None


class AgencyCheck(NamedTuple):
    """A check with another agency; `kind` is one of `CheckKind`."""

    kind: str
    made_on: date
    outcome: str


DetailsByChild = Mapping[Person, InvolvementDetails]


def is_welfare_concern(details: DetailsByChild) -> bool:
    return any(each.need == ABUSE_OR_NEGLECT or each.harm_alleged_at for each in details.values())


def check_welfare_concern(
    details: DetailsByChild, checks: Iterable[AgencyCheck], *, protection_status: str, no_checks_because: str
) -> None:
    """With a welfare concern the status is asked and checks are made, or the reason why none was is given (A7.25)."""
    if checks and no_checks_because:
        raise Refusal("You recorded a check and why none was made. Clear one of the two.", "no_checks_because")
    if not is_welfare_concern(details):
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


def check_agency_check(check: AgencyCheck, today: date) -> None:
    if check.kind not in CheckKind.values:
        raise Refusal("Choose with whom the check was made.", "kind")
    if check.made_on > today:
        raise Refusal("A check cannot have been made in the future. Give the day on which it was made.", "made_on")
    if not check.outcome.strip():
        raise Refusal("Say what came of the check.", "outcome")


def check_call(family: Family, call: SafetyCall | None, received_on: date) -> None:
    """A referral follows its call: it cannot have been received before."""
    if call is None:
        return
    if call.family_id != family.pk or call.outcome != REFERRAL or hasattr(call, "referral"):
        raise Refusal("Choose a call that became a referral of this family and has none yet.", "call")
    taken_on = timezone.localdate(call.taken_at)
    check_order("The call was taken on", taken_on, "The referral", received_on, "received_on")


def check_involvement(child: Person, details: InvolvementDetails, at: datetime) -> None:
    today = timezone.localdate(at)
    if not all(Involvement.factors.field.may_choose(code, today) for code in details.factors):
        raise Refusal(f"Choose {child}'s factors from those offered.", f"factors-{child.pk}")
    if NO_FACTORS in details.factors and len(details.factors) > 1:
        raise Refusal(f"‘No factors’ stands alone: clear it, or {child}'s other factors.", f"factors-{child.pk}")
    if details.harm_alleged_at and details.harm_alleged_at > at:
        raise Refusal("This time lies in the future. Give the time at which it was alleged.", f"harm-{child.pk}")
    if details.harm_alleged_at:
        check_in_life(Fact(HARM, timezone.localdate(details.harm_alleged_at), child, f"harm-{child.pk}"), today)


def check_stands(involvement: Involvement) -> None:
    if involvement.withdrawn_because:
        raise Conflict(
            f"{involvement.child}'s part in this referral was opened in error, and does not count. Nothing was "
            "changed. If it was right, record a new referral."
        )


def check_decision(involvement: Involvement, outcome: str, because: str, at: datetime) -> None:
    child = involvement.child
    if not Involvement.decision.field.may_choose(outcome, timezone.localdate(at)):
        raise Refusal(f"Choose the outcome for {child} from those offered.", f"outcome-{involvement.pk}")
    if not because.strip():
        raise Refusal(f"Give the reason for the decision on {child}.", f"because-{involvement.pk}")
    if outcome in ENDING_OUTCOMES:
        _check_end(involvement)


def _check_end(involvement: Involvement) -> None:
    """The case of a child who is to be seen goes on, and that of the last open child while it is held."""
    child, field = involvement.child, f"outcome-{involvement.pk}"
    if waits_to_be_seen(involvement):
        raise Refusal(
            f"{child} is said to be harmed and has not been seen. First record the visit, or why {child} was not seen.",
            field,
        )
    check_not_last_held(involvement, field)


def check_not_last_held(involvement: Involvement, field: str | None = None) -> None:
    """The last open child's case goes on while the family is held open."""
    others = involvement.family.involvement_set.filter(closed_on=None).exclude(pk=involvement.pk)
    held = [] if others.exists() else holds_against(involvement.family, Held.CLOSURE)
    if held:
        raise Refusal(f"The last child's case cannot end now. {held[0].because}", field)


def check_needs(family: Family, needs: Mapping[Person, str], received_on: date) -> None:
    """`needs` are codes of need by child; the caller holds the children."""
    if not needs:
        raise Refusal("Choose the need of at least one child whom the referral concerns.", "needs")
    children = set(
        family.familymember_set.children().filter(until_date=None).order_by().values_list("person_id", flat=True)
    )
    open_in = families_with_open_case(family, needs)
    for child, need in needs.items():
        field = f"need-{child.pk}"
        if child.pk not in children:
            raise Refusal("A referral concerns children of this family. Choose children of this family only.", field)
        if not Involvement.need.field.may_choose(need, received_on):
            raise Refusal(f"Choose {child}'s need from those offered.", field)
        if family.pk in open_in.get(child.pk, ()):
            raise Refusal(f"{child} is already open on another referral. Leave {child} out of this one.", field)
        if child.pk in open_in:
            raise Refusal(
                f"{child} is open with another family already, and a child's case is open once. Leave {child} out of "
                "this referral, and agree with that family's team where the case is to be.",
                field,
            )
