"""What of a referral waits: children, calls, decisions, and who may decide."""

from casework.access import may_take
from casework.calls.states import REFERRAL
from casework.duedates.queries import running_clock


def children_free_for_referral(family):
    """The children who may be part of a new referral, and those who are open on another already."""
    open_now = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    children = [person for person in family.people_now() if person.is_child]
    free = [child for child in children if child.pk not in open_now]
    return free, [child for child in children if child.pk in open_now]


def calls_without_referral(family):
    """The calls that became a referral of this family which is not recorded yet, the first before the others."""
    return family.calls.filter(outcome=REFERRAL, referral=None).order_by("taken_at", "pk")


def waiting_for_decision(referral):
    return referral.involvements.filter(decision="", closed_on=None).select_related("child", "family")


def may_decide(family):
    return may_take(family.access, "decide_referral")


def waits_to_be_seen(involvement):
    """Whether the child is still to be seen, or the reason to be recorded (A7.19)."""
    return running_clock("harm_alleged", involvement).exists()


def waits_for_early_help(involvement):
    """Whether early help's decision on the request is still to be recorded; never where that clock is off (A9.5)."""
    return running_clock("early_help_decision", involvement).exists()
