"""What the page of a child's plans, conferences, court and care shows, each section the latest first."""

from typing import NamedTuple

from django.urls import reverse

from casework.plans.acts import ACTS
from casework.plans.lines import line_of
from casework.plans.models import Assessment, Conference, ConferenceKind, LegalEpisode, Plan


class Section(NamedTuple):
    key: str
    heading: str
    none: str
    add_label: str
    add_url: str
    lines: list


# In the order in which people ask: key, model, heading, and what one of them is called.
SECTIONS = [
    ("plan", Plan, "Plans", "a plan"),
    ("conference", Conference, "Conferences and reviews", "a conference or review"),
    ("assessment", Assessment, "Assessments", "an assessment"),
    ("legal", LegalEpisode, "Court and care", "a court or care episode"),
]
NONE = {
    "plan": "No plan is recorded.",
    "conference": "No conference or review is recorded.",
    "assessment": "No assessment is recorded.",
    "legal": "No proceedings and no episode in care are recorded.",
}


def facts_of(family, model):
    """Those not withdrawn, with what a line says of each."""
    approver = ["approved_by"] if model in (Assessment, Plan) else []
    return model.objects.not_withdrawn().filter(family=family).select_related("family", "child", *approver)


def initial_of(fact, form_class):
    """What stands now, for the fields that are columns too."""
    return {name: getattr(fact, name) for name in form_class.base_fields if hasattr(fact, name) and name != "form_key"}


def sections(family, child, today):
    of_child = {key: list(facts_of(family, model).filter(child__in=child.all_ids)) for key, model, *_ in SECTIONS}
    core_groups = [each.held_on for each in of_child["conference"] if each.kind == ConferenceKind.CORE_GROUP]
    held = list(filter(None, core_groups))
    return [
        Section(
            key,
            heading,
            NONE[key],
            f"Add {noun}",
            reverse(f"{key}-add", args=[family.pk, child.pk]),
            [line_of(fact, today, held)._replace(acts=acts_on(fact, family)) for fact in of_child[key]],
        )
        for key, _, heading, noun in SECTIONS
    ]


def acts_on(fact, family):
    """What this user may do with the fact as it stands."""
    return [
        (act.label, reverse(name, args=[family.pk, fact.pk]))
        for name, act in ACTS.items()
        if act.model is type(fact) and family.access.can(act.right) and act.when(fact)
    ]
