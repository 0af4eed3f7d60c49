"""The family's safety plan as its pages and the pack show it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework import practice
from casework.copies.models import CopyGiven
from casework.copies.queries import copies_by_subject
from casework.families.models import Family
from casework.frozen import document as frozen
from casework.frozen.presenters import finished_document
from casework.marks.presenters import Mark
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.safety_plans.contents import PLAN
from casework.safety_plans.models import SafetyPlan, SafetyPlanPrinting
from casework.safety_plans.queries import current_plan, plans_of
from casework.safety_plans.states import SafetyPlanState
from casework.subjects import key_of
from casework.users.models import User
from casework.words import london_date


class SafetyPlanVersion(NamedTuple):
    plan: SafetyPlan
    passages: list[PassageText]
    holders: list[CopyGiven]

    @property
    def since(self) -> date | None:
        """The day from which it is, or was, the current one."""
        return london_date(self.plan.current_from) if self.plan.current_from else None


class SafetyPlanVersions(NamedTuple):
    """`draft` is being written; `earlier` are those replaced, the latest first."""

    draft: SafetyPlanVersion | None
    current: SafetyPlanVersion | None
    earlier: list[SafetyPlanVersion]

    @property
    def draft_version(self) -> int:
        """The number for the optimistic lock: 0 while none is being written."""
        return self.draft.plan.version if self.draft else 0


def versions_of(family: Family) -> SafetyPlanVersions:
    versions = [version_of(plan) for plan in plans_of(family)]
    by_state = {version.plan.state: version for version in reversed(versions)}
    return SafetyPlanVersions(
        by_state.get(SafetyPlanState.DRAFT),
        by_state.get(SafetyPlanState.CURRENT),
        [version for version in versions if version.plan.state == SafetyPlanState.REPLACED],
    )


def version_of(plan: SafetyPlan) -> SafetyPlanVersion:
    sections = practice.current().safety_plan_sections
    copies = copies_by_subject(plan.family_id).get(key_of(plan), ())
    return SafetyPlanVersion(plan, passage_texts(plan.passages.all(), sections, []), list(copies))


def current_of(family: Family) -> SafetyPlanVersion | None:
    """The version that the family keeps to now."""
    plan = current_plan(family)
    return version_of(plan) if plan else None


def passages_on_paper(plan: SafetyPlan, user: User) -> list[PassageText]:
    """What was agreed, as `user` may read it, with what is said of it since."""
    found = finished_document("safety_plan", plan, user)
    if found is None:
        return version_of(plan).passages
    items = [item for part in found.parts_of(PLAN, deeper=0).parts for item in part.items]
    return [PassageText(item["heading"], item["text"], [], _on_paper(item["marks"])) for item in items]


def _on_paper(marks: Iterable[frozen.Mark]) -> list[Mark]:
    return [Mark(each.text, "", "", looked_into=False, on_copies=each.on_copies) for each in marks]


def old_copies(versions: SafetyPlanVersions) -> list[CopyGiven]:
    """Who still has a version that was replaced."""
    return [holder for version in versions.earlier for holder in version.holders if holder.got_back_on is None]


def names_not_for(asked: SafetyPlanPrinting) -> str:
    """Who must not have it, by name; '' where nobody was named."""
    names = [str(person) for person in Person.objects.filter(pk__in=asked.not_for).order_by("pk")]
    return ", ".join([*names, *([asked.not_for_others] if asked.not_for_others else [])])
