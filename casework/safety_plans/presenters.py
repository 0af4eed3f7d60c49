"""The family's safety plan as its pages and the pack show it."""

from typing import NamedTuple

from casework import practice
from casework.passages.presenters import PassageText, passage_texts
from casework.safety_plans.models import SafetyPlan, SafetyPlanHolder
from casework.safety_plans.states import SafetyPlanState
from casework.words import london_date


class SafetyPlanVersion(NamedTuple):
    plan: SafetyPlan
    passages: list[PassageText]
    holders: list[SafetyPlanHolder]

    @property
    def since(self):
        """The day from which it is, or was, the current one."""
        return london_date(self.plan.current_from) if self.plan.current_from else None


class SafetyPlanVersions(NamedTuple):
    """`draft` and `current` may be None; `earlier` are those replaced, the latest first."""

    draft: SafetyPlanVersion | None
    current: SafetyPlanVersion | None
    earlier: list[SafetyPlanVersion]


def versions_of(family):
    rows = family.safetyplan_set.select_related("agreed_by").prefetch_related("passages", "holders")
    versions = [version_of(plan) for plan in rows]
    by_state = {version.plan.state: version for version in reversed(versions)}
    return SafetyPlanVersions(
        by_state.get(SafetyPlanState.DRAFT),
        by_state.get(SafetyPlanState.CURRENT),
        [version for version in versions if version.plan.state == SafetyPlanState.REPLACED],
    )


def version_of(plan):
    sections = practice.current().safety_plan_sections
    return SafetyPlanVersion(plan, passage_texts(plan.passages.all(), sections, []), list(plan.holders.all()))


def current_of(family):
    """The version that the family keeps to now, or None."""
    plan = family.safetyplan_set.filter(state=SafetyPlanState.CURRENT).select_related("agreed_by").first()
    return version_of(plan) if plan else None


def old_copies(versions):
    """Who still has a version that was replaced."""
    return [holder for version in versions.earlier for holder in version.holders if holder.got_back_on is None]
