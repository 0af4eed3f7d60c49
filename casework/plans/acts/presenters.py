"""What may be done with a recorded fact: each act with who may, when, and its button."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from casework.access import Can
from casework.families.models import Family
from casework.plans.models import Assessment, ChildFact, Conference, LegalEpisode, LegalKind, Plan, PlanKind
from casework.plans.queries import is_open


class Act(NamedTuple):
    """`when` says of a fact whether the act is offered; the service is what refuses. `label` is the button, too."""

    model: type[ChildFact]
    right: Can
    label: str
    success: str
    when: Callable[..., bool]
    warning: str = ""


WITHDRAWING = (
    "It leaves every list, the chronology and packs made from now on. Who said so, and by which reason, stays; what it "
    "said opens only to those who inspect the record."
)


def always(fact: ChildFact) -> bool:
    return True


def unapproved(fact: Assessment | Plan) -> bool:
    return fact.approved_at is None


def may_be_approved(fact: Assessment | Plan) -> bool:
    return unapproved(fact) and (isinstance(fact, Plan) or not is_open(fact))


def protects(fact: Plan) -> bool:
    return fact.kind == PlanKind.CHILD_PROTECTION and is_open(fact)


def in_care(fact: LegalEpisode) -> bool:
    return fact.kind == LegalKind.CARE and is_open(fact)


def _views(model: type[ChildFact]) -> Act:
    return Act(model, Can.RECORD, "Record the views", "The views were recorded.", unapproved)


def _approve(model: type[ChildFact]) -> Act:
    return Act(model, Can.DECIDE, "Approve it in writing", "It is approved in writing.", may_be_approved)


def _correct(model: type[ChildFact]) -> Act:
    return Act(model, Can.LEAD, "Correct it", "It was corrected.", always)


def _withdraw(model: type[ChildFact]) -> Act:
    return Act(
        model, Can.LEAD, "It was recorded in error", "It is recorded that this was an error.", always, WITHDRAWING
    )


# By the name of the page. FORMS_AND_SERVICES of `acts/views.py` says which form and which service each has.
ACTS = {
    "assessment-end": Act(Assessment, Can.RECORD, "End the assessment", "The assessment has ended.", is_open),
    "assessment-views": _views(Assessment),
    "assessment-approve": _approve(Assessment),
    "assessment-put-right": _correct(Assessment),
    "assessment-withdraw": _withdraw(Assessment),
    "plan-end": Act(Plan, Can.RECORD, "End the plan", "The plan has ended.", is_open),
    "plan-category": Act(Plan, Can.RECORD, "Change the category", "The category was changed.", protects),
    "plan-views": _views(Plan),
    "plan-approve": _approve(Plan),
    "plan-put-right": _correct(Plan),
    "plan-withdraw": _withdraw(Plan),
    "conference-held": Act(Conference, Can.RECORD, "It was held", "Recorded as held.", is_open),
    "conference-not-held": Act(Conference, Can.RECORD, "It was not held", "Recorded as not held.", is_open),
    "conference-put-right": _correct(Conference),
    "conference-withdraw": _withdraw(Conference),
    "legal-end": Act(LegalEpisode, Can.RECORD, "End the episode", "The episode has ended.", is_open),
    "legal-reunification": Act(
        LegalEpisode, Can.RECORD, "Say whether the child is to return home",
        "It is recorded whether the child is to return home.", in_care,
    ),
    "legal-put-right": _correct(LegalEpisode),
    "legal-withdraw": _withdraw(LegalEpisode),
}  # fmt: skip


def acts_on(fact: ChildFact, family: Family) -> list[tuple[str, str]]:
    """What this user may do with the fact now: pairs of label and address."""
    return [
        (act.label, reverse(name, args=[family.pk, fact.pk]))
        for name, act in ACTS.items()
        if act.model is type(fact) and family.access.can(act.right) and act.when(fact)
    ]


# By what is recorded, the page that puts it right.
PUT_RIGHT: dict[type[ChildFact], str] = {
    Assessment: "assessment-put-right",
    Plan: "plan-put-right",
    Conference: "conference-put-right",
    LegalEpisode: "legal-put-right",
}
