"""Writing the family's safety plan, making a version the current one, and saying who has it (A9.20)."""

from django.utils import timezone

from casework.access import Can, require
from casework.passages import models
from casework.passages import services as passages
from casework.refusal import Conflict, Refusal
from casework.safety_plans.models import SafetyPlan, SafetyPlanHolder
from casework.safety_plans.states import SAFETY_PLAN_STATES, SafetyPlanState
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock

CHANGED = "Somebody saved this safety plan since you opened it. Your text is still here: compare and save again."


@service
def save(family, *, written, version, by, at):
    """Save the version that is being written; `version` 0 means that none was when its writer began."""
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
        change(draft, version=draft.version + 1)
    return draft


def _begin(family, at):
    """The next version, begun from the text of the current one, which stays current meanwhile."""
    last = family.safetyplan_set.first()
    draft = SafetyPlan.objects.create(family=family, number=last.number + 1 if last else 1, begun_at=at)
    if last:
        carried = [models.NewText(each.section, each.text, (), each.position) for each in last.passages.all()]
        passages.write(draft, carried, people=())
    return draft


@service
def make_current(plan, *, agreed_with, version, by, at):
    """From now on the family keeps to this version; the one before is replaced. It says with whom it was agreed."""
    plan = SafetyPlan.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=plan.pk)
    if plan.version != version:
        raise Conflict(CHANGED)
    lead = [Mover.LEAD] if require(by, plan.family, Can.READ).can(Can.LEAD) else []
    SAFETY_PLAN_STATES.require(plan.state, SafetyPlanState.CURRENT, *lead)
    if not agreed_with.strip():
        raise Refusal(
            "Name with whom it was agreed: a safety plan that nobody agreed to keeps nobody safe.", "agreed_with"
        )
    if not plan.passages.exclude(text="").exists():
        raise Refusal("Nothing is written yet. Write the plan first.")
    for before in plan.family.safetyplan_set.filter(state=SafetyPlanState.CURRENT):
        change(before, state=SafetyPlanState.REPLACED, version=before.version + 1)
    change(
        plan, state=SafetyPlanState.CURRENT, current_from=at, agreed_by=by, agreed_with=agreed_with.strip(),
        version=plan.version + 1,
    )  # fmt: skip
    return plan


@service
def give(plan, *, name, given_on, how, by, at, form_key=None):
    """Somebody was given a copy of the current version; a second submission of the same form gives the same row."""
    require(by, plan.family, Can.RECORD)
    lock(plan.family)
    if form_key and (holder := plan.holders.filter(form_key=form_key).first()):
        return holder
    plan.refresh_from_db(fields=["state", "current_from"])
    if plan.state != SafetyPlanState.CURRENT:
        raise Conflict("This version is not the current one. Give out the current one.")
    if not name.strip():
        raise Refusal("Say who was given it.", "name")
    _check_day(given_on, timezone.localdate(plan.current_from), at, "given_on", "before this version became current")
    return SafetyPlanHolder.objects.create(
        family=plan.family, plan=plan, name=name.strip(), given_on=given_on, how=how.strip(), form_key=form_key
    )


@service
def got_back(holder, *, got_back_on, by, at):
    """The copy is not out there any more."""
    require(by, holder.family, Can.RECORD)
    holder = SafetyPlanHolder.objects.select_for_update(of=("self",), no_key=True).get(pk=holder.pk)
    if holder.got_back_on:
        raise Conflict("This copy was recorded as given back already.")
    _check_day(got_back_on, holder.given_on, at, "got_back_on", "before it was given")
    change(holder, got_back_on=got_back_on)
    return holder


def _check_day(day, earliest, at, field, what):
    if day > timezone.localdate(at):
        raise Refusal("That day is in the future. Check the date.", field)
    if day < earliest:
        raise Refusal(f"That day lies {what}. Check the date.", field)
