"""Writing the family's safety plan, making a version the current one, and saying who has it (A9.20)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.frozen.services import freeze
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.safety_plans import contents
from casework.safety_plans.models import SafetyPlan, SafetyPlanHolder
from casework.safety_plans.states import SAFETY_PLAN_STATES, SafetyPlanState
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
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
def give(plan: SafetyPlan, *, name: str, given_on: date, how: str, by: User, at: datetime) -> SafetyPlanHolder:
    """Record who was given a copy of the current version."""
    require(by, plan.family, Can.RECORD)
    lock(plan.family)
    plan.refresh_from_db(fields=["state", "current_from"])
    if plan.state != SafetyPlanState.CURRENT:
        raise Conflict("This version is not the current one. Give out the current one.")
    if not name.strip():
        raise Refusal("Say who was given it.", "name")
    _check_day(given_on, timezone.localdate(plan.current_from), at, "given_on", "before this version became current")
    return SafetyPlanHolder.objects.create(
        family=plan.family, plan=plan, name=name.strip(), given_on=given_on, how=how.strip()
    )


@service
def got_back(holder: SafetyPlanHolder, *, got_back_on: date, by: User, at: datetime) -> SafetyPlanHolder:
    """Record that a copy was given back or destroyed."""
    require(by, holder.family, Can.RECORD)
    holder = lock(holder)
    if holder.got_back_on:
        raise Conflict("This copy was recorded as given back already.")
    _check_day(got_back_on, holder.given_on, at, "got_back_on", "before it was given")
    change(holder, got_back_on=got_back_on)
    return holder


def _check_day(day: date, earliest: date, at: datetime, field: str, what: str) -> None:
    if day > timezone.localdate(at):
        raise Refusal("That day is in the future. Check the date.", field)
    if day < earliest:
        raise Refusal(f"That day lies {what}. Check the date.", field)
