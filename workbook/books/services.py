"""Deciding on a Workbook, opening and closing it."""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, require, require_grade
from casework.duedates import services as duedates
from casework.families.services import lock, set_headline
from casework.referrals.services import family_lead
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.models import change
from casework.words import say_when
from workbook.books.models import Workbook, WorkbookDecision
from workbook.books.states import WORKBOOK_STATES, WorkbookState
from workbook.episodes import services as episodes
from workbook.episodes.states import EpisodeState


def open_workbook_of(family):
    """The family's open Workbook, or None."""
    return family.workbook_set.filter(state=WorkbookState.OPEN).first()


def _require_opener(by, family):
    if practice.current().settings.workbook_opened_by == "social_worker":
        return require(by, family, Can.LEAD)
    return require_grade(by, family, "open_workbook")


@service
def decide_not_to_open(referral, *, reason, by, at):
    """Record the decision that no Workbook is opened on this referral, with its reason (A1.6, C3)."""
    _require_opener(by, referral.family)
    _refuse_second(lock(referral.family))
    _require_reason(reason)
    return WorkbookDecision.objects.create(
        family=referral.family, referral=referral, opened=False, reason=reason.strip(), by=by, at=at
    )


@service
def open_workbook(referral, *, reason, index_child, people, supervision_planned_for, by, at):
    """Open the family's Workbook on this referral, with its first episode and a summary for each allocated worker.

    One open for a family (A1.15), at least one child and one adult (A1.14), a new version each time (A1.18).
    """
    family = lock(referral.family)
    _require_opener(by, family)
    _refuse_second(family)
    _require_reason(reason)
    _check_people(family, people, index_child)
    _check_planned(supervision_planned_for, at)
    WorkbookDecision.objects.create(family=family, referral=referral, opened=True, reason=reason.strip(), by=by, at=at)
    workbook = Workbook.objects.create(
        family=family, referral=referral, version=family.workbook_set.count() + 1, index_child=index_child,
        opened_at=at, opened_by=by,
    )  # fmt: skip
    episode = episodes.begin(
        workbook, state=EpisodeState.OPEN, planned_for=supervision_planned_for, people=people, at=at
    )
    episodes.open_summaries(episode, at=at)
    start_supervision_clock(workbook, at=at)
    return workbook


def _refuse_second(family):
    standing = open_workbook_of(family)
    if standing:
        raise Refusal(
            f"This family already has an open Workbook: version {standing.version}, opened on "
            f"{say_when(timezone.localdate(standing.opened_at))} by {standing.opened_by}. "
            "One Workbook is open for a family; go on in that one, or close it first."
        )


def _require_reason(reason):
    if not reason.strip():
        raise Refusal("Give the reason for the decision.", "reason")


def _check_people(family, people, index_child):
    members = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in people):
        raise Refusal("Choose people of this family only.", "people")
    if not any(person.is_child for person in people) or all(person.is_child for person in people):
        raise Refusal("A Workbook needs at least one child and one adult. Choose both.", "people")
    if index_child not in people or not index_child.is_child:
        raise Refusal("The index child must be one of the children whom you chose.", "index_child")


def _check_planned(planned_for, at):
    if planned_for <= at:
        raise Refusal("The first supervision must be planned for a time to come.", "supervision_planned_for")


def start_supervision_clock(workbook, *, at):
    """One calendar month from the opening, then from each supervision held (C30)."""
    lead = family_lead(workbook.family)
    duedates.start(
        "group_supervision",
        workbook,
        family=workbook.family,
        at=at,
        owner=lead.worker if lead else None,
        team=workbook.family.familyteam_set.get(until_date=None).team,
        url=reverse("workbook", args=[workbook.family_id]),
    )


@service
def close(workbook, *, because, by, at):
    """Close the Workbook at the manager's discretion, with the reason (A2.3); what runs in it ends (A2.2)."""
    workbook = Workbook.objects.select_for_update().select_related("family").get(pk=workbook.pk)
    require_grade(by, workbook.family, "close_workbook")
    WORKBOOK_STATES.require(workbook.state, WorkbookState.CLOSED, Mover.MANAGER)
    if not because.strip():
        raise Refusal("Give the reason for closing the Workbook.", "decision_because")
    episodes.end_all(workbook, because=because.strip(), at=at)
    change(workbook, state=WorkbookState.CLOSED, closed_at=at, closed_by=by, closed_because=because.strip())
    duedates.cancel("group_supervision", workbook, at=at)
    set_headline(workbook.family, next_supervision=None)
    return workbook
