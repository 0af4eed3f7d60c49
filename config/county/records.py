"""What was recorded with a family: notes, actions, case summaries, plans and what else is kept on its file."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from casework.allocations.models import Allocation
from casework.case_summaries.models import CaseSummary, CaseSummaryPassage
from casework.case_summaries.states import CaseSummaryState
from casework.closures.models import Closure, ClosureLetter, ClosurePassage, EndedByClosure
from casework.closures.states import ClosureState
from casework.copies.models import CopyGiven, Recipient
from casework.ecomap.models import EcomapTie, TieFlow, TieKind, TieStrength
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.imports.ledger.models import Imported
from casework.joins.models import FamilyJoin
from casework.links.models import FamilyLink
from casework.notes.models import CaseNote
from casework.open_pages.models import OpenPage
from casework.plans.models import (
    Assessment,
    AssessmentKind,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
    PlanKind,
)
from casework.practice import current
from casework.referrals.models import Involvement
from casework.safety_plans.models import SafetyPlan, SafetyPlanPassage, SafetyPlanPrinting
from casework.safety_plans.states import SafetyPlanState
from casework.subjects import type_of
from casework.submissions.models import Submission
from casework.trail.models import Viewing
from casework.transfers.models import Transfer
from casework.transfers.states import TransferState
from casework.unsaved.models import UnsavedText
from casework.warnings.models import Caution, WarningKind
from config.county import clocks, words
from config.county.cases import Case
from config.county.rows import Change


def tell(case: Case) -> None:
    if case.kind.allocated:
        _case_summaries(case)
        _facts(case)
        _file(case)
        _ending(case)
    if not case.ended:
        _at_this_moment(case)
    _looked_at(case)


# --- Each child's case summary and facts ---


def _case_summaries(case: Case) -> None:
    """One completed each three months and, while the case is open, the next being written and due."""
    months = (case.until - case.began).days // 90
    for child, involvement in zip(case.children, case.involvements, strict=True):
        for number in range(1, months + 1):
            _case_summary(case, child.id, number, case.day(90 * number - 10), completed=True)
        if case.ended:
            continue
        if months:
            _case_summary(case, child.id, months + 1, case.day(90 * months + 1), completed=False)
        clocks.due(
            case,
            "case_summary",
            Involvement,
            involvement,
            at=case.day(90 * months + 1),
            owner=case.lead.by,
            child=child,
        )


def _case_summary(case: Case, child: int, number: int, at: datetime, *, completed: bool) -> None:
    by = case.lead.by
    then: Sequence[Change] = ()
    if completed:
        end = {"state": CaseSummaryState.COMPLETED, "completed_at": at, "completed_by": by, "version": 2}
        then = (Change(at, by, end),)
    summary = case.add(CaseSummary, by=by, at=at, then=then, child=child, number=number, opened_at=at)
    for section in current().case_summary_sections if completed else current().case_summary_sections[:2]:
        case.add(
            CaseSummaryPassage,
            by=by,
            at=at,
            owner=summary,
            section=section.key,
            text=case.random.choice(words.PARAGRAPHS),
        )


def _facts(case: Case) -> None:
    """The assessment of each child, and of some a plan with its meetings, and court."""
    by, day = case.lead.by, case.day(2).date()
    for child in case.children:
        ended = case.day(45) if (case.until - case.began).days > 46 else None
        end = {"ended_on": ended.date(), "outcome": "OTHER", "version": 2} if ended else {}
        case.add(
            Assessment, by=by, at=case.day(2), child=child.id, kind=AssessmentKind.SINGLE, started_on=day,
            then=(Change(ended, by, end),) if ended else (),
        )  # fmt: skip
    if not case.kind.episodes:
        return
    protects = case.every(3)
    plan = case.add(
        Plan, by=by, at=case.day(20), child=case.index.id, from_date=case.day(20).date(),
        kind=PlanKind.CHILD_PROTECTION if protects else PlanKind.CHILD_IN_NEED, category="NEG" if protects else "",
        latest_category="NEG" if protects else "",
        then=(Change(case.ended, by, {"until_date": case.ended.date(), "version": 2}),) if case.ended else (),
    )  # fmt: skip
    for month in range((case.until - case.began).days // 60):
        case.add(
            Conference, by=by, at=case.day(30 + 60 * month), child=case.index.id, plan=plan,
            kind=ConferenceKind.CORE_GROUP if protects else ConferenceKind.CHILD_IN_NEED,
            held_on=case.day(30 + 60 * month).date(), outcome=case.random.choice(words.PARAGRAPHS),
        )  # fmt: skip
    if case.every(8):
        case.add(
            LegalEpisode, by=by, at=case.day(25), child=case.index.id, kind=LegalKind.PRE_PROCEEDINGS,
            from_date=case.day(25).date(), until_date=case.ended.date() if case.ended else None,
        )  # fmt: skip


# --- What else is kept on the file ---


def _file(case: Case) -> None:
    by, at, day = case.lead.by, case.day(6), case.day(6).date()
    if case.every(3):
        end = {"ended_on": case.until.date(), "ended_because": "It is gone.", "ended_by": by, "version": 2}
        case.add(
            Caution,
            by=by,
            at=at,
            kind=WarningKind.DOG,
            detail="It bites strangers.",
            source="Seen on a visit",
            from_date=day,
            review_on=(case.until + timedelta(days=40)).date(),
            then=(Change(case.until, by, end),) if case.ended else (),
        )
    if case.every(2):
        case.add(
            EcomapTie,
            by=by,
            at=at,
            with_whom="Grandmother",
            kind=TieKind.RELATIVES,
            strength=TieStrength.STRONG,
            flow=TieFlow.TO,
            from_date=day,
        )
    if case.every(5):
        note = case.add(GenogramNote, by=by, at=at)
        case.add(
            GenogramPassage, by=by, at=at, owner=note, section="identity", text=case.random.choice(words.PARAGRAPHS)
        )
    if case.every(4):
        _safety_plan(case)
    if case.every(20, 11):
        case.rows.add(
            Imported, by=by, at=at, key=f"county:{case.place.number}", table="casework_family", row=case.family
        )
    earlier = case.family - 1
    if case.every(10, 8) and earlier > 0:
        case.add(FamilyLink, by=by, at=at, other=earlier, because="Their grandmothers are sisters.", from_date=day)
    if case.every(40, 21) and earlier > 0:
        case.add(
            FamilyJoin, by=case.manager, at=at, joined=earlier, because="Siblings who came in apart.", undone=True,
            undone_because="They are not siblings.",
        )  # fmt: skip


def _safety_plan(case: Case) -> None:
    by, at = case.lead.by, case.day(8)
    current_from = {"state": SafetyPlanState.CURRENT, "current_from": at, "agreed_by": by, "version": 2}
    plan = case.add(
        SafetyPlan, by=by, at=at, number=1, begun_at=at, agreed_with=case.adults[0].name,
        then=(Change(at, by, current_from),),
    )  # fmt: skip
    for section in current().safety_plan_sections[:3]:
        case.add(
            SafetyPlanPassage, by=by, at=at, owner=plan, section=section.key, text=case.random.choice(words.PARAGRAPHS)
        )
    case.add(SafetyPlanPrinting, by=by, at=at, plan=plan, safe_at_home=True)
    case.add(
        CopyGiven, by=by, at=at, subject_type=type_of(SafetyPlan), subject_id=plan, read_history_id=1,
        version="Safety plan, version 1", recipient=Recipient.OTHER, named="Grandmother", given_on=at.date(),
        how="by hand",
    )  # fmt: skip


def _ending(case: Case) -> None:
    """The closure of each child of a closed case, one that waits for the manager, a transfer."""
    if case.ended:
        for involvement in case.involvements:
            asked = case.ended - timedelta(days=3)
            agreed = {
                "state": ClosureState.AGREED, "agreed_by": case.manager, "agreed_at": case.ended, "version": 3,
                "managers_comments": "I agree.",
            }  # fmt: skip
            closure = _closure(case, involvement, asked, (Change(case.ended, case.manager, agreed),))
            case.add(
                EndedByClosure, by=case.manager, at=case.ended, closure=closure, subject_type=type_of(Allocation),
                subject_id=case.lead.allocation,
            )  # fmt: skip
    elif case.kind.closing:
        _closure(case, case.involvements[0], case.now - timedelta(days=2), ())
    if case.kind.moving:
        _transfer(
            case, case.now - timedelta(days=3), reason="They have moved.", plan="A joint visit.",
            summary=words.PARAGRAPHS[0], no_joint_visit_because="It is arranged.", staying=[],
            state=TransferState.ASKED,
        )  # fmt: skip
    if case.every(60, 33):
        at = case.until - timedelta(days=20)
        settled = {
            "state": TransferState.TAKEN_BACK, "settled_by": case.manager, "settled_at": at, "version": 2,
            "settled_because": "They stay.",
        }  # fmt: skip
        _transfer(
            case, at, reason="They may move.", plan="A visit.", summary=words.PARAGRAPHS[1],
            no_joint_visit_because="Not yet.", then=(Change(at, case.manager, settled),),
        )  # fmt: skip


def _transfer(case: Case, at: datetime, **values: Any) -> None:
    """Asked for by the manager, to the next team."""
    case.add(
        Transfer, by=case.manager, at=at, from_team=case.team.id, to_team=case.team.id % 52 + 1, asked_by=case.manager,
        asked_at=at, **values,
    )  # fmt: skip


def _closure(case: Case, involvement: int, at: datetime, then: Sequence[Change]) -> int:
    by = case.lead.by
    day = case.until.date()
    asked = {"state": ClosureState.ASKED, "asked_by": by, "asked_at": at, "version": 2}
    closure = case.add(
        Closure, by=by, at=at, involvement=involvement, begun_at=at, reason="RC7" if case.kind.episodes else "RC8",
        closing_on=day, last_seen_on=day, then=(Change(at, by, asked), *then),
    )  # fmt: skip
    for section in current().closure_sections[:2]:
        case.add(
            ClosurePassage, by=by, at=at, owner=closure, section=section.key, text=case.random.choice(words.PARAGRAPHS)
        )
    case.add(
        ClosureLetter, by=by, at=at, closure=closure, name="The school", address=words.ROADS[0], sent_on=day,
        evidence="Sent by post.",
    )  # fmt: skip
    return closure


# --- Who writes and who looks ---


def _at_this_moment(case: Case) -> None:
    """Text that somebody has typed and not saved, and pages that are open."""
    user = case.lead.by if case.parts else case.manager
    url = reverse("note-record", args=[case.family])
    if case.every(3):
        fields = {"detail": case.random.choice(words.PARAGRAPHS)}
        digest = hashlib.sha256(fields["detail"].encode()).hexdigest()
        case.rows.add(
            UnsavedText,
            user=user,
            page=_key(case, 1),
            form_key=_key(case, 2),
            family=case.family,
            title="Record a note",
            url=url,
            fields=fields,
            digest=digest,
            kept_at=case.now - timedelta(hours=3),
        )
    if case.every(5):
        case.rows.add(
            OpenPage, user=user, path=url, opened_at=case.now - timedelta(minutes=9),
            seen_at=case.now - timedelta(minutes=1),
        )  # fmt: skip


def _looked_at(case: Case) -> None:
    """Twelve viewings of an open case for each month, two of a closed one; and what was sent by its pages."""
    users = [part.by for part in case.parts] or [case.manager]
    months = 1 + (case.until - case.began).days // 30
    page = reverse("family", args=[case.family])
    for number in range(2 if case.ended else min(12 * months, 200)):
        at = case.until - timedelta(days=30 * months * case.random.random())
        user = users[number % len(users)]
        case.rows.add(
            Viewing, user=user, at=at, family=case.family, asked_for=case.family, method="GET", page=page, status=200
        )
    for number, visit in enumerate(case.visits[-4:]):
        case.rows.add(
            Submission,
            user=visit.by,
            form_key=_key(case, 10 + number),
            digest=hashlib.sha256(page.encode()).hexdigest(),
            at=visit.at,
            url=page,
            subject_type=CaseNote._meta.label,
            subject_id=visit.note,
        )


def _key(case: Case, number: int) -> UUID:
    return UUID(int=(case.family << 16) + number, version=4)
