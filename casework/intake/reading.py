"""What the pages of a referral show."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, may_take
from casework.calls.services import REFERRAL
from casework.intake.services import early_help_is_open, harm_is_open
from casework.practice import codes
from casework.referrals.models import Involvement
from casework.words import say_when


class Line(NamedTuple):
    """One child's part in a referral, in words."""

    involvement: Involvement
    need: str
    factors: list
    harm: str
    not_seen_url: str
    harm_url: str
    decision: str
    early_help_url: str
    closed_because: str


def lines_of(referral, standing):
    rows = referral.involvements.select_related("child", "family", "decided_by")
    return [_line(involvement, standing) for involvement in rows]


def _line(involvement, access):
    waits = bool(involvement.harm_alleged_at) and harm_is_open(involvement)
    asked = may_take(access, "decide_referral") and involvement.decision and early_help_is_open(involvement)
    may_say = waits and access.can(Can.RECORD)
    may_allege = access.can(Can.RECORD) and not waits and not involvement.closed_on
    return Line(
        involvement,
        codes.label("needs", involvement.need),
        [codes.label("factors", code) for code in involvement.factors],
        _harm(involvement, waits),
        reverse("child-not-seen", args=[involvement.family_id, involvement.pk]) if may_say else "",
        reverse("harm-alleged", args=[involvement.family_id, involvement.pk]) if may_allege else "",
        codes.label("referral_outcomes", involvement.decision) if involvement.decision else "",
        reverse("early-help-decided", args=[involvement.family_id, involvement.pk]) if asked else "",
        codes.label("closure_reasons", involvement.closed_because) if involvement.closed_because else "",
    )


def _harm(involvement, waits):
    if not involvement.harm_alleged_at:
        return ""
    alleged = f"Deliberate harm is alleged since {say_when(involvement.harm_alleged_at)}."
    if involvement.not_seen_because:
        return f"{alleged} Not seen in time, because: {involvement.not_seen_because}"
    return f"{alleged} {'Not seen yet.' if waits else 'Seen since.'}"


def children_free_for_referral(family):
    """The children who may be part of a new referral, and those who are open on another already."""
    open_now = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    children = [person for person in family.people_now() if person.is_child]
    free = [child for child in children if child.pk not in open_now]
    return free, [child for child in children if child.pk in open_now]


def calls_waiting(family):
    """The calls that became a referral of this family which is not recorded yet, the first before the others."""
    return family.calls.filter(outcome=REFERRAL, referral=None).order_by("taken_at", "pk")


def initial_of(call, today):
    """With what the form of a referral opens, after a call or without one."""
    if call is None:
        return {"received_on": today}
    reason = f"Call taken by {call.taken_by}, {say_when(call.taken_at)}, about {call.child_name}, {call.child_address}:"
    return {
        "call": call.pk,
        "received_on": timezone.localdate(call.taken_at),
        "reason": f"{reason}\n\n{call.concern}",
    }


def waiting_for_decision(referral):
    return referral.involvements.filter(decision="", closed_on=None).select_related("child", "family")


def may_decide(family):
    return may_take(family.access, "decide_referral")
