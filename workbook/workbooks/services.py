"""Deciding on a Workbook, opening and closing it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import require_grade
from casework.duedates import services as duedates
from casework.families.services import set_headline
from casework.holds import services as holds
from casework.holds.models import Held
from casework.lives.checks import check_order
from casework.notifications.services import notify
from casework.people.models import Person
from casework.referrals.models import Referral
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User
from workbook.episodes import services as episodes
from workbook.episodes.states import EpisodeState
from workbook.joins.services import hold_joining
from workbook.one_workbook import services as one_workbook
from workbook.one_workbook.models import WorkbookChoice
from workbook.programmes import services as programmes
from workbook.workbooks import checks, clocks, queries
from workbook.workbooks.checks import (
    check_composition,
    check_no_other_open,
    check_of_this_family,
    check_open_case,
    check_supervision_planned,
    require_decider,
    require_opener,
)
from workbook.workbooks.clocks import start_group_supervision
from workbook.workbooks.models import Workbook, WorkbookDecision
from workbook.workbooks.states import WORKBOOK_STATES, WorkbookState


@service
def decide_not_to_open(
    referral: Referral,
    *,
    reason: str,
    answers: Mapping[str, bool | Sequence[str]],
    by: User,
    at: datetime,
    override_because: str = "",
    first_discussed_on: date | None = None,
) -> WorkbookDecision:
    """Record the decision that no Workbook is opened on this referral, with its reason (A1.6, C3).

    `answers` are those to the checklist, as `check_eligibility` takes them. Idempotent: the same decision is recorded
    once, unless a decision is pending again.
    """
    check_no_other_open(lock(referral.family))
    require_decider(by, referral.family)
    check_open_case(referral)
    decision = _decision(
        referral, opened=False, reason=reason, answers=answers, override_because=override_because,
        first_discussed_on=first_discussed_on, decided_by=by, by=by, at=at,
    )  # fmt: skip
    latest = referral.workbook_decisions.first()
    if latest and _says_the_same(latest, decision) and not queries.is_to_be_decided(referral):
        return latest
    decision.save()
    hold_joining(referral.family)
    clocks.meet_decision(referral, opened=False, at=at)
    return decision


def _says_the_same(one: WorkbookDecision, other: WorkbookDecision) -> bool:
    fields = ("opened", "reason", "answers", "override_because", "first_discussed_on", "by_id")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _decision(
    referral: Referral,
    *,
    reason: str,
    answers: Mapping[str, bool | Sequence[str]],
    override_because: str,
    first_discussed_on: date | None,
    at: datetime,
    **who: Any,
) -> WorkbookDecision:
    """The decision, checked and not yet saved."""
    if not reason.strip():
        raise Refusal("Give the reason for the decision.", "reason")
    if first_discussed_on and first_discussed_on > timezone.localdate(at):
        raise Refusal("The case cannot have been discussed in the future. Give the day.", "first_discussed_on")
    if first_discussed_on:
        received = ("The referral was received on", referral.received_on)
        check_order(*received, "The discussion of the case", first_discussed_on, "first_discussed_on")
    checked = checks.check_eligibility(answers)
    checks.check_reason_against_checklist(checked, who["opened"], override_because)
    return WorkbookDecision(
        family=referral.family, referral=referral, reason=reason.strip(), answers=checked.answers,
        eligible=checked.eligible, override_because=override_because.strip(), first_discussed_on=first_discussed_on,
        at=at, **who,
    )  # fmt: skip


@service
def open_workbook(
    referral: Referral,
    *,
    reason: str,
    answers: Mapping[str, bool | Sequence[str]],
    index_child: Person,
    people: Sequence[Person],
    supervision_planned_for: datetime,
    by: User,
    at: datetime,
    override_because: str = "",
    first_discussed_on: date | None = None,
    decided_by: User | None = None,
    choices: Mapping[int, WorkbookChoice] | None = None,
    programme_with: Sequence[Person] | None = None,
) -> Workbook:
    """Open the family's Workbook on this referral, with its first episode and a summary for each allocated worker.

    One open for a family (A1.15), at least one child and one adult (A1.14), a new version each time (A1.18). `answers`
    are those to the checklist, as `check_eligibility` takes them (C4); `decided_by` is the manager whose decision it
    is, where business support opens it. `choices` has one, by id, for each person who is open in another
    family's Workbook (A1.16, A1.17). `programme_with` are the parents and carers with whom its Family Programme is
    shared; None: those who are taken to share (A5.6).
    """
    family = lock(referral.family)
    decider = require_opener(by, family, decided_by, at=at)
    check_no_other_open(family)
    check_open_case(referral)
    decision = _decision(
        referral, opened=True, reason=reason, answers=answers, override_because=override_because,
        first_discussed_on=first_discussed_on, decided_by=decider, by=by, at=at,
    )  # fmt: skip
    check_of_this_family(family, people)
    check_supervision_planned(supervision_planned_for, at)
    people = one_workbook.resolve_memberships(family, people, choices or {}, by=by, at=at)
    check_composition(family, people, index_child)
    decision.save()
    clocks.meet_decision(referral, opened=True, at=at)
    workbook = Workbook.objects.create(
        family=family, referral=referral, version=family.workbook_set.count() + 1, index_child=index_child,
        opened_at=at, opened_by=by,
    )  # fmt: skip
    holds.place(family, Held.CLOSURE, workbook)
    episode = episodes.begin(
        workbook, state=EpisodeState.OPEN, planned_for=supervision_planned_for, people=people, at=at
    )
    episodes.open_summaries(episode, at=at)
    programmes.open_with_workbook(workbook, programme_with, by=by, at=at)
    start_group_supervision(workbook, at=at)
    _notify_decider(workbook, decider, by, at)
    return workbook


def _notify_decider(workbook: Workbook, decided_by: User, by: User, at: datetime) -> None:
    """The manager in whose name somebody else opened it is notified."""
    if decided_by != by:
        notify("workbook_opened_for_you", [decided_by], subject=workbook, family=workbook.family, by=by, at=at)


@service
def replace_index_child(
    workbook: Workbook, *, index_child: Person, because: str, fingerprint: str, by: User, at: datetime
) -> Workbook:
    """Another child of the open Workbook is its index child from now on, and why (C1)."""
    family = lock(workbook.family)
    workbook = lock(workbook, "family", "index_child")
    require_decider(by, family)
    checks.check_open(workbook)
    check_fingerprint(fingerprint, queries.fingerprint_of_index_child(workbook))
    checks.check_other_index_child(workbook, index_child)
    if not because.strip():
        raise Refusal("Say why it is another child now.", "because")
    change(workbook, index_child=index_child, index_child_because=because.strip())
    return workbook


@service
def close(
    workbook: Workbook,
    *,
    reason: str,
    because: str,
    by: User,
    at: datetime,
    no_final_programme_because: str = "",
    closed_with_care_because: str = "",
) -> Workbook:
    """Close the Workbook at the manager's discretion, with the reason (A2.3); its episodes and summaries end (A2.2).

    Called by `supervision.workbook_closures`, which has asked what the reason needs and ends all else that is open.
    """
    lock(workbook.family)
    workbook = lock(workbook, "family")
    require_grade(by, workbook.family, "close_workbook")
    WORKBOOK_STATES.require(workbook.state, WorkbookState.CLOSED)
    checks.require_closure_reason(reason)
    if not because.strip():
        raise Refusal("Give the reason for closing the Workbook.", "decision_because")
    episodes.end_all(workbook, because=because.strip(), at=at)
    change(
        workbook, state=WorkbookState.CLOSED, closed_at=at, closed_by=by, closed_reason=reason,
        closed_because=because.strip(), no_final_programme_because=no_final_programme_because.strip(),
        closed_with_care_because=closed_with_care_because.strip(),
    )  # fmt: skip
    duedates.cancel("group_supervision", workbook, at=at)
    holds.lift(workbook.family, Held.CLOSURE, workbook)
    set_headline(workbook.family, next_supervision=None)
    return workbook
