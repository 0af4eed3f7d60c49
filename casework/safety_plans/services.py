"""Writing the family's safety plan, making a version the current one, and saying who has it (A9.20)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.frozen.services import freeze
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.safety_plans import contents
from casework.safety_plans.models import SafetyPlan, SafetyPlanPrinting
from casework.safety_plans.states import SAFETY_PLAN_STATES, SafetyPlanState
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version, lock_version, new_version
from casework.users.models import User

CHANGED = "Somebody saved this safety plan since you opened it. Your text is still here: compare and save again."


@service
def save(family: Family, *, written: Iterable[NewText], version: int, by: User, at: datetime) -> SafetyPlan:
    """Save the version that is being written; `version` is 0 where none was when its writer began."""
    require(by, family, Can.RECORD)
    lock(family)
    draft = family.safetyplan_set.filter(state=SafetyPlanState.DRAFT).first()
    if (draft.version if draft else 0) != version:
        raise Conflict(CHANGED)
    if not draft and not any(passage.text.strip() for passage in written):
        raise Refusal("Write something under at least one heading.")
    draft = draft or _begin(family, at)
    # All of it is for the whole family: nobody is asked about whom.
    if passages.write(draft, written, people=()):
        new_version(draft)
    return draft


def _begin(family: Family, at: datetime) -> SafetyPlan:
    """The next version, begun from the text of the current one, which stays current meanwhile."""
    last = family.safetyplan_set.first()
    draft = SafetyPlan.objects.create(family=family, number=last.number + 1 if last else 1, begun_at=at)
    if last:
        carried = [NewText(each.section, each.text, (), each.position) for each in last.passages.all()]
        passages.write(draft, carried, people=())
    return draft


@service
def make_current(plan: SafetyPlan, *, agreed_with: str, version: int, by: User, at: datetime) -> SafetyPlan:
    """Make this version the current one and the one before replaced; `agreed_with` are names."""
    lock(plan.family)
    plan = lock_version(plan, version, "family", sentence=CHANGED)
    lead = [Mover.LEAD] if require(by, plan.family, Can.READ).can(Can.LEAD) else []
    SAFETY_PLAN_STATES.require(plan.state, SafetyPlanState.CURRENT, *lead)
    if not agreed_with.strip():
        raise Refusal(
            "Name with whom it was agreed: a safety plan that nobody agreed to keeps nobody safe.", "agreed_with"
        )
    if not plan.passages.exclude(text="").exists():
        raise Refusal("Nothing is written yet. Write the plan first.")
    for before in plan.family.safetyplan_set.filter(state=SafetyPlanState.CURRENT):
        change_version(before, state=SafetyPlanState.REPLACED)
    change_version(plan, state=SafetyPlanState.CURRENT, current_from=at, agreed_by=by, agreed_with=agreed_with.strip())
    parts = contents.parts_of(plan, timezone.localdate(at))
    freeze("safety_plan", plan, title=contents.title_of(plan), parts=parts, by=by, at=at)
    return plan


@service
def ask_before_printing(
    plan: SafetyPlan, *, safe_at_home: bool, by: User, at: datetime, kept_where: str = "",
    not_for: Iterable[Person] = (), not_for_others: str = "",
) -> SafetyPlanPrinting:  # fmt: skip
    """Record whether a version is safe to keep at home and who must not have it, before it is printed (A10.12)."""
    require(by, plan.family, Can.RECORD)
    plan = lock(plan, "family")
    if plan.state == SafetyPlanState.DRAFT:
        raise Conflict("This version is still being written. Make it current before you print it.")
    if not safe_at_home and not kept_where.strip():
        raise Refusal("Say where it is kept instead.", "kept_where")
    people = {person.pk for person in not_for}
    if not people_ids(plan.family).issuperset(people):
        raise Refusal("Choose people of this family, or give their names.", "not_for")
    return SafetyPlanPrinting.objects.create(
        family=plan.family, plan=plan, safe_at_home=safe_at_home, kept_where="" if safe_at_home else kept_where.strip(),
        not_for=sorted(people), not_for_others=not_for_others.strip(), by=by, at=at,
    )  # fmt: skip
