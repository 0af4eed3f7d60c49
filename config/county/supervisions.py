"""The group supervision of an episode: prepared, held, signed off; its pack, its actions, and on whom it is filed."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from casework.actions.models import AgreedAction
from casework.documents.models import Document, DocumentText
from casework.documents.states import PrintState
from casework.families.models import Rag
from config.county import clocks, finished, words
from config.county.cases import Case, Month
from config.county.rows import Change
from supervision.group_supervisions.models import (
    ActionReview,
    Attendance,
    Came,
    Decision,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
    SupervisionPassage,
)
from supervision.group_supervisions.states import SupervisionState
from supervision.packs.models import Pack

# The one file to which every document of the county leads; the command writes it.
FILE, CONTENT = "county/pack.pdf", b"%PDF-1.7 a document of an invented county"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OVERALL = (Rag.RED, Rag.AMBER, Rag.AMBER, Rag.GREEN)


def tell(case: Case, episode: int, month: Month, planned: datetime) -> Rag:
    """Gives the overall RAG, which counts where it was signed off."""
    by, prepared_at = case.lead.by, case.day(month.last - 2)
    rag = case.random.choice(OVERALL)
    then = tuple(_states(case, month, rag))
    supervision = case.add(
        GroupSupervision, by=by, at=prepared_at, then=then, episode=episode, prepared_at=prepared_at, place="Room 2"
    )
    _pack(case, supervision, prepared_at)
    if month.number % 4 == 2:
        case.add(
            SupervisionMove,
            by=case.manager,
            at=prepared_at,
            episode=episode,
            planned_before=planned - timedelta(days=1),
            planned_for=planned,
            because="The room is free.",
        )
    if month.held:
        _meeting(case, supervision, month)
    if month.signed:
        _filed(case, supervision, month)
    return rag


def _states(case: Case, month: Month, rag: Rag) -> list[Change]:
    manager, held_at = case.manager, case.day(month.last)
    states = []
    if month.held:
        states.append(Change(held_at, manager, {
            "state": SupervisionState.HELD, "held_at": held_at, "overall_rag": rag, "relationships_checked": True,
            "rationale": case.random.choice(words.OUTCOMES), "version": 2,
        }))  # fmt: skip
    if month.signed:
        signed_at = case.day(month.last, hour=16)
        closes = bool(case.ended) and month.number == case.kind.episodes
        states.append(Change(signed_at, manager, {
            "state": SupervisionState.SIGNED_OFF, "signed_off_at": signed_at, "signed_off_by": manager, "version": 3,
            "decision": Decision.CLOSE if closes else Decision.CONTINUE, "decision_because": "As the group thought.",
            "closed_reason": "work_completed" if closes else "",
        }))  # fmt: skip
    return states


def document(case: Case, name: str, at: datetime) -> int:
    document = case.add(
        Document, by=case.manager, at=at, file=FILE, name=name, content_type="application/pdf", size=len(CONTENT),
        sha256=SHA256,
    )  # fmt: skip
    case.rows.add(DocumentText, family=case.family, document=document, text=case.random.choice(words.PARAGRAPHS))
    return document


def printed(document: int, at: datetime) -> dict[str, Any]:
    return {
        "state": PrintState.MADE, "wanted_at": at, "started_at": at, "as_at": at, "pages": 9, "document": document,
    }  # fmt: skip


def _pack(case: Case, supervision: int, at: datetime) -> None:
    made = printed(document(case, "Pack.pdf", at), at)
    case.add(Pack, by=case.manager, at=at, supervision=supervision, number=1, **made)


def _meeting(case: Case, supervision: int, month: Month) -> None:
    by, at = case.manager, case.day(month.last)
    for section in ("hypotheses", "impact"):
        case.add(
            SupervisionPassage,
            by=by,
            at=at,
            owner=supervision,
            section=section,
            text=case.random.choice(words.PARAGRAPHS),
        )
    for user in dict.fromkeys([by, *(part.by for part in case.parts)]):
        case.add(Attendance, by=by, at=at, supervision=supervision, user=user, came=Came.PRESENT)
    due_on = (at + timedelta(days=20)).date()
    done = {"done_on": due_on, "result": "It was done.", "outcome": "met"}
    action = case.add(
        AgreedAction,
        by=by,
        at=at,
        what="The parenting group",
        due_on=due_on,
        agreed_on=at.date(),
        owner_agency="School",
        then=(Change(at + timedelta(days=20), by, done),) if due_on < case.until.date() else (),
    )
    case.add(SupervisionAction, by=by, at=at, supervision=supervision, action=action)
    if case.last_action:
        case.add(ActionReview, by=by, at=at, supervision=supervision, action=case.last_action, text="It goes on.")
    case.last_action = action


def _frozen(case: Case, supervision: int, at: datetime) -> None:
    """As long as one is: the page of a supervision that is signed off reads it and nothing else."""
    origin = finished.origin(GroupSupervision, supervision, "rationale")
    items = [finished.passage(text, "What the group thought", origin) for text in words.PARAGRAPHS]
    finished.record(case, "supervision", GroupSupervision, supervision, "Group supervision", items, at=at)


def _filed(case: Case, supervision: int, month: Month) -> None:
    at = case.day(month.last, hour=16)
    _frozen(case, supervision, at)
    for child in case.children:
        case.add(Filing, by=case.manager, at=at, supervision=supervision, child=child.id)
    for part in case.parts:
        clocks.notify(case, part.by, "supervision_signed_off", GroupSupervision, supervision, at=at, by=case.manager)
