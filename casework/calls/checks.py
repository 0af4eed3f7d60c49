"""What a call, passing it on and the decision on it must hold (A7.20)."""

from datetime import datetime

from django.utils import timezone

from casework.access import Can, families_for
from casework.calls import queries
from casework.calls.models import SafetyCall
from casework.calls.states import REFERRAL
from casework.families.models import Family
from casework.refusal import Conflict, Refusal
from casework.users.models import User
from casework.words import say_when

NOT_YOURS = "You may not do this with a call of that team. Ask somebody who works there."
DECIDED_ALREADY = "This call is decided on already, and nothing more was changed. Open it again to see how it stands."
MISSING = {
    "child_name": "Give the child's name. If it is not known, say so: ‘not known, a boy of about six’.",
    "child_address": "Give the child's address, or where the child is. If it is not known, say so.",
    "concern": "Say what the concern is.",
}


def check_answers(answers: dict[str, str]) -> None:
    """The first three answers, by field."""
    for field, sentence in MISSING.items():
        if not answers[field]:
            raise Refusal(sentence, field)


def check_undecided(call: SafetyCall) -> None:
    if call.outcome:
        raise Conflict(DECIDED_ALREADY)


def check_moment(call: SafetyCall, moment: datetime, at: datetime, field: str) -> None:
    """It was passed on after it was taken, and not in the future."""
    # A page gives whole minutes.
    if moment < call.taken_at.replace(second=0, microsecond=0):
        raise Refusal(f"The call was taken on {say_when(call.taken_at)}; give a time after that.", field)
    if moment > at:
        raise Refusal("This time lies in the future. Give the time at which it was passed on.", field)


def check_decision(call: SafetyCall, outcome: str, because: str, by: User, at: datetime) -> None:
    today = timezone.localdate(at)
    if not queries.may_decide(by, call, today):
        raise Refusal("You may not decide on this call. Ask a manager of the team that took it.")
    check_undecided(call)
    if not SafetyCall.outcome.field.may_choose(outcome, today):
        raise Refusal("Choose what becomes of the call.", "outcome")
    if not because.strip():
        raise Refusal("Give the reason for your decision.", "because")


def check_family(outcome: str, family: Family | None, new_name: str, by: User) -> None:
    """A referral is of a family for which `by` decides, or of a new one; anything else adds no family."""
    if outcome == REFERRAL and bool(family) == bool(new_name):
        raise Refusal("Choose whose child it is about, or name a new family: one of the two.", "family")
    if family and not families_for(by, Can.DECIDE).filter(pk=family.pk).exists():
        raise Refusal("Choose a family of a team that you manage.", "family")
    if new_name and outcome != REFERRAL:
        raise Refusal("A new family is added only where the call becomes a referral. Clear its name.", "new_family")
