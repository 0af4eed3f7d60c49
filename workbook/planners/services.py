"""Agreeing with the parents which visits are made and what for, and what each does meanwhile (A5.17)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from casework import practice
from casework.access import Can, require
from casework.actions import services as actions
from casework.lives.checks import VISIT, check_in_family
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User
from casework.words import london_date, say_date
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.planners.queries import parent_ids
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState

AGREED_MEANWHILE = (
    "Somebody agreed a planner since you opened this page. What you typed is still here: look at theirs, and save "
    "again if yours is to come after it."
)
CHANGED = "Somebody changed this planner since you opened the page. Your text is still here: compare, and save again."
FACTS = ("agreed_on", "agreed_with", "why_involved")


@service
def agree(
    programme: FamilyProgramme,
    *,
    agreed_on: date,
    agreed_with: Collection[int],
    why_involved: str,
    visits: Mapping[int, dict[str, Any]],
    agreed: Mapping[int, dict[str, Any]],
    version: int,
    by: User,
    at: datetime,
) -> SupportPlanner:
    """Agree a planner, the first or a new one; `version` is the number of the last that was known (0: none).

    `visits` (`planned_for`, `kind`, `worker`, `purpose`, `where`, `module`) and `agreed` actions (as
    `casework.actions.services.agree`) come by the number of the row in which each was typed. All or none.
    """
    programme = _open_programme(programme, by, Can.LEAD)
    facts = _facts(programme, agreed_on, agreed_with, why_involved, at)
    last = programme.planners.first()
    if (last.number if last else 0) != version:
        raise Conflict(AGREED_MEANWHILE)
    if not visits:
        raise Refusal("Agree at least one visit: when, who comes, and what for.", "visits-0-planned_for")
    planner = SupportPlanner.objects.create(family=programme.family, programme=programme, number=version + 1, **facts)
    _fill(planner, visits, agreed, agreed_on=agreed_on, by=by, at=at)
    return planner


@service
def add(
    planner: SupportPlanner,
    *,
    visits: Mapping[int, dict[str, Any]],
    agreed: Mapping[int, dict[str, Any]],
    by: User,
    at: datetime,
) -> SupportPlanner:
    """Further visits and actions, agreed today."""
    _open_programme(planner.programme, by, Can.RECORD)
    planner = _latest(planner)
    if not visits and not agreed:
        raise Refusal("Give at least one visit or one action.", "visits-0-planned_for")
    _fill(planner, visits, agreed, agreed_on=london_date(at), by=by, at=at)
    return planner


@service
def put_right(
    planner: SupportPlanner,
    *,
    agreed_on: date,
    agreed_with: Collection[int],
    why_involved: str,
    version: int,
    by: User,
    at: datetime,
) -> SupportPlanner:
    """When, with whom and why: put right; the visits and actions have pages of their own."""
    programme = _open_programme(planner.programme, by, Can.LEAD)
    planner = _latest(planner)
    facts = _facts(programme, agreed_on, agreed_with, why_involved, at, but=planner.agreed_with)
    check_version(planner, version, CHANGED)
    change_version(planner, **facts)
    return planner


def _open_programme(programme: FamilyProgramme, by: User, right: Can) -> FamilyProgramme:
    require(by, programme.family, right)
    lock(programme.family)
    programme = FamilyProgramme.objects.select_related("family").get(pk=programme.pk)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended, so its planner does not change any more.")
    return programme


def _latest(planner: SupportPlanner) -> SupportPlanner:
    last = SupportPlanner.objects.select_related("family", "programme").filter(programme=planner.programme_id)[:1].get()
    if last.pk != planner.pk:
        raise Refusal(f"Planner {last.number} was agreed after this one. Go on there.")
    return last


def _facts(
    programme: FamilyProgramme,
    agreed_on: date,
    agreed_with: Collection[int],
    why_involved: str,
    at: datetime,
    *,
    but: Collection[int] = (),
) -> dict[str, Any]:
    """`but` are persons with whom it was agreed before, parents of the programme still or not."""
    if agreed_on > london_date(at):
        raise Refusal("This day lies in the future. Give the day on which it was agreed.", "agreed_on")
    check_in_family(VISIT, agreed_on, programme.family.people_ever(), london_date(at), "agreed_on")
    if not agreed_with:
        raise Refusal("Choose with whom it was agreed: at least one parent or carer.", "agreed_with")
    if not {*parent_ids(programme), *but}.issuperset(agreed_with):
        raise Refusal("Choose from the parents and carers of this programme.", "agreed_with")
    if not why_involved.strip():
        raise Refusal("Say why you are involved, in the words that you used with the parents.", "why_involved")
    return {"agreed_on": agreed_on, "agreed_with": sorted(agreed_with), "why_involved": why_involved.strip()}


def _fill(
    planner: SupportPlanner,
    visits: Mapping[int, dict[str, Any]],
    agreed: Mapping[int, dict[str, Any]],
    *,
    agreed_on: date,
    by: User,
    at: datetime,
) -> None:
    planned = [_visit(planner, row, visit, agreed_on, by, at) for row, visit in visits.items()]
    for row, action in agreed.items():
        _action(planner, row, action, agreed_on, by)
    _notify_workers(planned, planner, by, at)


def _visit(
    planner: SupportPlanner,
    row: int,
    visit: dict[str, Any],
    agreed_on: date,
    by: User,
    at: datetime,
) -> CaseNote:
    _check_visit(planner, row, visit, agreed_on)
    try:
        note = notes.plan(
            planner.family, kind=visit["kind"], planned_for=visit["planned_for"], purpose=visit["purpose"].strip(),
            where=visit["where"].strip(), author=visit["worker"], by=by, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        field = {"author": "worker", None: "planned_for"}.get(refusal.field, refusal.field)
        raise refusal.at(f"visits-{row}-{field}") from refusal
    PlannedVisit.objects.create(family=planner.family, planner=planner, note=note, module=visit["module"])
    return note


def _check_visit(planner: SupportPlanner, row: int, visit: dict[str, Any], agreed_on: date) -> None:
    if not visit["purpose"].strip():
        raise Refusal("Say what the visit is for.", f"visits-{row}-purpose")
    if london_date(visit["planned_for"]) < agreed_on:
        raise Refusal(
            f"It lies before {say_date(agreed_on)}, when it was agreed. Give a later day; what has taken place "
            "already is recorded as a visit.",
            f"visits-{row}-planned_for",
        )
    if visit["module"] and visit["module"] not in {module.key for module in practice.current().modules}:
        raise Refusal("Choose one of the modules, or none.", f"visits-{row}-module")


def _action(planner: SupportPlanner, row: int, action: dict[str, Any], agreed_on: date, by: User) -> None:
    same = {f"action__{name}": value for name, value in action.items()}
    if planner.action_lines.filter(action__withdrawn_because="", action__agreed_on=agreed_on, **same).exists():
        return
    try:
        made = actions.agree(planner.family, agreed_on=agreed_on, by=by, **action)
    except Refusal as refusal:
        raise refusal.at(f"actions-{row}-{refusal.field or 'what'}") from refusal
    PlannerAction.objects.create(family=planner.family, planner=planner, action=made)


def _notify_workers(planned: Sequence[CaseNote], planner: SupportPlanner, by: User, at: datetime) -> None:
    """Each worker for whom somebody else planned is notified once."""
    family = planner.family
    for worker in {note.author for note in planned} - {by}:
        theirs = [note for note in planned if note.author == worker]
        planned_for = [cast("datetime", note.planned_for).isoformat() for note in theirs]
        notify("visits_planned", [worker], subject=planner, family=family, by=by, at=at, planned_for=planned_for)
