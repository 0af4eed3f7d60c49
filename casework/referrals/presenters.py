"""What the pages of a referral show."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse

from casework.access import Can, may_take
from casework.access.queries import FamilyAccess
from casework.calls.queries import calls_for
from casework.families.models import Family
from casework.people.models import Person
from casework.referrals import queries
from casework.referrals.models import Involvement, Referral
from casework.referrals.queries import waits_for_early_help, waits_to_be_seen
from casework.users.models import User
from casework.words import say_when

NO_CHILDREN = "Add the children first: a referral concerns at least one child of this family."
ALL_OPEN = "Add the children first whom a new referral concerns: all of this family are open on one already."


def receiving_context(children: Sequence[Person], taken: Sequence[Person]) -> dict[str, Any]:
    """`children` may be part of a new referral; those `taken` are open on another already."""
    return {
        "intro": f"Already open on another referral: {', '.join(map(str, taken))}." if taken else "",
        "warning": "" if children else ALL_OPEN if taken else NO_CHILDREN,
    }


def read_context(family: Family, referral: Referral, user: User) -> dict[str, Any]:
    waiting = queries.waiting_for_decision(referral)
    return {
        "heading": "Referral",
        "referral": referral,
        "source": referral.get_source_display(),
        "rows": involvement_rows(referral, family.access),
        "checks": referral.checks.all(),
        "may_record": family.access.can(Can.RECORD),
        "may_decide": queries.may_decide(family) and waiting.exists(),
        "waits": waiting.exists(),
        "call": calls_for(user).filter(pk=referral.call_id).first() if referral.call_id else None,
    }


def decision_context(family: Family, referral: Referral) -> dict[str, Any]:
    return {
        "referral": referral,
        "rows": involvement_rows(referral, family.access),
        "none_waits": not queries.waiting_for_decision(referral).exists(),
    }


def not_seen_context(involvement: Involvement) -> dict[str, Any]:
    alleged = involvement.harm_alleged_at
    return {
        "alleged": f"Deliberate harm was alleged on {say_when(alleged)}." if alleged else "",
        "waits": waits_to_be_seen(involvement),
        "involvement": involvement,
    }


class InvolvementRow(NamedTuple):
    """One child's part in a referral, in words."""

    involvement: Involvement
    need: str
    factors: list[str]
    harm: str
    not_seen_url: str
    harm_url: str
    decision: str
    early_help_url: str
    closed_because: str
    withdraw_url: str


def involvement_rows(referral: Referral, access: FamilyAccess) -> list[InvolvementRow]:
    return [_involvement_row(involvement, access) for involvement in queries.involvements_of(referral)]


def _involvement_row(involvement: Involvement, access: FamilyAccess) -> InvolvementRow:
    stands = not involvement.withdrawn_because
    waits = bool(involvement.harm_alleged_at) and waits_to_be_seen(involvement)
    asked = may_take(access, "decide_referral") and involvement.decision and waits_for_early_help(involvement)
    may_explain = waits and access.can(Can.RECORD)
    may_allege = stands and access.can(Can.RECORD) and not waits and not involvement.closed_on
    may_withdraw = stands and may_take(access, "decide_referral")
    return InvolvementRow(
        involvement,
        involvement.get_need_display(),
        [Involvement.factors.field.label(code) for code in involvement.factors],
        _harm(involvement, waits),
        reverse("child-not-seen", args=[involvement.family_id, involvement.pk]) if may_explain else "",
        reverse("harm-alleged", args=[involvement.family_id, involvement.pk]) if may_allege else "",
        involvement.get_decision_display(),
        reverse("early-help-decided", args=[involvement.family_id, involvement.pk]) if asked else "",
        involvement.get_closed_because_display(),
        reverse("involvement-withdraw", args=[involvement.family_id, involvement.pk]) if may_withdraw else "",
    )


def _harm(involvement: Involvement, waits: bool) -> str:
    if not involvement.harm_alleged_at:
        return ""
    alleged = f"Deliberate harm is alleged since {say_when(involvement.harm_alleged_at)}."
    if involvement.withdrawn_because:
        return f"Deliberate harm was alleged at {say_when(involvement.harm_alleged_at)}."
    if involvement.not_seen_because:
        return f"{alleged} Not seen in time, because: {involvement.not_seen_because}"
    return f"{alleged} {'Not seen yet.' if waits else 'Seen since.'}"
