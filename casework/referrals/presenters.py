"""What the pages of a referral show."""

from typing import NamedTuple

from django.urls import reverse

from casework.access import Can, may_take
from casework.calls.queries import calls_for
from casework.referrals import queries
from casework.referrals.models import Involvement
from casework.referrals.queries import waits_for_early_help, waits_to_be_seen
from casework.words import say_when

NO_CHILDREN = "Add the children first: a referral concerns at least one child of this family."
ALL_OPEN = "Add the children first whom a new referral concerns: all of this family are open on one already."
CONSEQUENCES = [
    "With no further action, advice or early help the child's case ends today, with all that is due for the child.",
    "With every other outcome the child stays open, and a worker is to be allocated.",
    "A decision is recorded once, with your name and the time.",
]


def referral_context(family, form, rows, taken):
    return {
        "heading": "Record a referral",
        "intro": f"Already open on another referral: {', '.join(map(str, taken))}." if taken else "",
        "warning": "" if form.children else ALL_OPEN if taken else NO_CHILDREN,
        "formset": rows,
        "submit_label": "Record the referral",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def read_context(family, referral, user):
    waiting = queries.waiting_for_decision(referral)
    return {
        "heading": "Referral",
        "referral": referral,
        "source": referral.get_source_display(),
        "lines": involvement_rows(referral, family.access),
        "checks": referral.checks.all(),
        "may_record": family.access.can(Can.RECORD),
        "may_decide": queries.may_decide(family) and waiting.exists(),
        "waits": waiting.exists(),
        "call": calls_for(user).filter(pk=referral.call_id).first() if referral.call_id else None,
    }


def form_context(referral, /, **context):
    return {"cancel_url": reverse("referral", args=[referral.family_id, referral.pk]), **context}


def decision_context(family, referral):
    return form_context(
        referral,
        heading="Decide on the referral",
        referral=referral,
        lines=involvement_rows(referral, family.access),
        consequences=CONSEQUENCES,
        submit_label="Record the decision",
        none_waits=not queries.waiting_for_decision(referral).exists(),
    )


def not_seen_context(involvement):
    child, alleged = involvement.child, involvement.harm_alleged_at
    return {
        "heading": f"{child} is to be seen",
        "alleged": f"Deliberate harm was alleged on {say_when(alleged)}." if alleged else "",
        "waits": queries.waits_to_be_seen(involvement),
        "involvement": involvement,
        "submit_label": "Record why not",
        "cancel_url": reverse("referral", args=[involvement.family_id, involvement.referral_id]),
    }


class InvolvementRow(NamedTuple):
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


def involvement_rows(referral, standing):
    rows = referral.involvements.select_related("child", "family", "decided_by")
    return [_involvement_row(involvement, standing) for involvement in rows]


def _involvement_row(involvement, access):
    waits = bool(involvement.harm_alleged_at) and waits_to_be_seen(involvement)
    asked = may_take(access, "decide_referral") and involvement.decision and waits_for_early_help(involvement)
    may_say = waits and access.can(Can.RECORD)
    may_allege = access.can(Can.RECORD) and not waits and not involvement.closed_on
    return InvolvementRow(
        involvement,
        involvement.get_need_display(),
        [Involvement.factors.field.label(code) for code in involvement.factors],
        _harm(involvement, waits),
        reverse("child-not-seen", args=[involvement.family_id, involvement.pk]) if may_say else "",
        reverse("harm-alleged", args=[involvement.family_id, involvement.pk]) if may_allege else "",
        involvement.get_decision_display(),
        reverse("early-help-decided", args=[involvement.family_id, involvement.pk]) if asked else "",
        involvement.get_closed_because_display(),
    )


def _harm(involvement, waits):
    if not involvement.harm_alleged_at:
        return ""
    alleged = f"Deliberate harm is alleged since {say_when(involvement.harm_alleged_at)}."
    if involvement.not_seen_because:
        return f"{alleged} Not seen in time, because: {involvement.not_seen_because}"
    return f"{alleged} {'Not seen yet.' if waits else 'Seen since.'}"
