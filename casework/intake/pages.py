"""The forms and the contexts of the pages of a referral."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, saved
from casework.calls.reading import calls_for
from casework.intake import reading, services
from casework.intake.check_rows import check_rows
from casework.intake.forms import DecisionForm, ReferralForm
from casework.practice import codes
from casework.words import say_when

NO_CHILD = "Add the children first: a referral concerns at least one child of this family."
ALL_OPEN = "Add the children first whom a new referral concerns: all of this family are open on one already."
ENDS = [
    "With no further action, advice or early help the child's case ends today, with all that is due for the child.",
    "With every other outcome the child stays open, and a worker is to be allocated.",
    "A decision is recorded once, with your name and the time.",
]


def referral_forms(request, family):
    """The form of a referral, its rows of checks, and the children who are open on another already."""
    free, taken = reading.children_free_for_referral(family)
    today, calls = timezone.localdate(), reading.calls_waiting(family)
    initial = reading.initial_of(calls.select_related("taken_by").first(), today)
    form = opened(
        request, ReferralForm, blank_key(request), initial=initial, children=free, calls=calls, today=today
    )  # fmt: skip
    rows = check_rows(request.POST or None, form.restored.fields if form.restored else None)
    return form, rows, taken


def received(request, family, form, rows):
    """The referral, or None where form or rows say what is wrong with them."""
    if not rows.is_valid():
        form.is_valid()
        return None
    act = {"checks": rows.checks(), "by": request.user, "at": timezone.now()}
    return saved(request, form, lambda: services.receive(family, **form.details(), **act))


def referral_context(family, form, rows, taken):
    return {
        "heading": "Record a referral",
        "intro": f"Already open on another referral: {', '.join(map(str, taken))}." if taken else "",
        "warning": "" if form.children else ALL_OPEN if taken else NO_CHILD,
        "formset": rows,
        "submit_label": "Record the referral",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def read_context(family, referral, user):
    waiting = reading.waiting_for_decision(referral)
    return {
        "heading": "Referral",
        "referral": referral,
        "source": codes.label("referral_sources", referral.source),
        "lines": reading.lines_of(referral, family.access),
        "checks": referral.checks.all(),
        "may_record": family.access.can(Can.RECORD),
        "may_decide": reading.may_decide(family) and waiting.exists(),
        "waits": waiting.exists(),
        "call": calls_for(user).filter(pk=referral.call_id).first() if referral.call_id else None,
    }


def of_referral(referral, /, **context):
    return {"cancel_url": reverse("referral", args=[referral.family_id, referral.pk]), **context}


def decision_form(request, referral):
    # One that was decided meanwhile is refused with a sentence, not dropped.
    waiting = [
        each
        for each in referral.involvements.select_related("child", "family")
        if f"outcome-{each.pk}" in request.POST or not (each.decision or each.closed_on)
    ]
    key = key_of("referral-decide", referral)
    return opened(request, DecisionForm, key, waiting=waiting, today=timezone.localdate())


def decision_context(family, referral):
    return of_referral(
        referral,
        heading="Decide on the referral",
        referral=referral,
        lines=reading.lines_of(referral, family.access),
        consequences=ENDS,
        submit_label="Record the decision",
        none_waits=not reading.waiting_for_decision(referral).exists(),
    )


def not_seen_context(involvement):
    child, alleged = involvement.child, involvement.harm_alleged_at
    return {
        "heading": f"{child} is to be seen",
        "alleged": f"Deliberate harm was alleged on {say_when(alleged)}." if alleged else "",
        "waits": services.harm_is_open(involvement),
        "involvement": involvement,
        "submit_label": "Record why not",
        "cancel_url": reverse("referral", args=[involvement.family_id, involvement.referral_id]),
    }
