"""What the pages of a transfer show, and what is open with the family, each thing with what becomes of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet
from django.utils import timezone

from casework import practice
from casework.access import may_take
from casework.allocations.models import Allocation
from casework.duedates.presenters import dues_in_words
from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.transfers.models import Transfer
from casework.transfers.states import TransferState
from casework.words import say_date, say_when
from supervision.transfers import queries
from workbook.summaries.models import InterventionSummary


def transfer_page(family: Family, transfer: Transfer) -> dict[str, Any]:
    asked = transfer.state == TransferState.ASKED
    return {
        "heading": f"Transfer to {transfer.to_team}",
        "transfer": transfer,
        "parts": _parts_of(transfer),
        "open_work": open_on_transfer(family) if asked else [],
        "may_take_back": asked and may_take(family.access, "transfer"),
    }


def _parts_of(transfer: Transfer) -> list[tuple[Allocation, bool]]:
    parts = queries.parts_of(transfer)
    with_colleagues_apart((part for part, _ in parts), timezone.localdate(), "worker")
    return parts


def offered_page(transfer: Transfer) -> dict[str, Any]:
    """What the transfer itself says, the names of the workers, and how much is open: the family is not open yet."""
    return {
        "heading": f"{transfer.family}: transfer from {transfer.from_team}",
        "transfer": transfer,
        "parts": _parts_of(transfer),
        "counts": [(each.what, len(each.lines), each.then) for each in open_on_transfer(transfer.family)],
    }


def consequences_of(transfer: Transfer) -> list[str]:
    """What accepting the family does."""
    return [
        f"From today {transfer.family} is with {transfer.to_team}. {transfer.from_team} reads on for "
        f"{practice.current().settings.access_grace_days} days.",
        "The parts of the workers who do not stay end, with the transfer summary as their summary of involvement.",
        "What is due goes to the new lead, otherwise to your team. Open actions and planned visits of those whose "
        "part ends go to the new lead, otherwise to you.",
        "The day for a decision on a Workbook runs from now, where none has been made.",
    ]


class OpenOnTransfer(NamedTuple):
    """`then` says whether these go with the family or end; `lines` name each, for those to whom the family is open."""

    what: str
    then: str
    lines: list[str]


GO_WITH_THE_FAMILY = "Go with the family."
GO_TO_THE_LEAD = (
    "Go with the family. Those of a worker whose part ends go to the new lead, or to the manager who accepts."
)


def open_on_transfer(family: Family) -> list[OpenOnTransfer]:
    """Everything that is open, but for the workers themselves, who are chosen one by one."""
    found = [*_work(family), *_facts(family)]
    return [each for each in found if each.lines]


def _work(family: Family) -> Iterator[OpenOnTransfer]:
    yield OpenOnTransfer(
        "Due dates", "Go with the family: to the new lead, to those who stay, or to the new team.", _dues(family)
    )
    yield OpenOnTransfer("Planned visits and meetings", GO_TO_THE_LEAD, _notes(family.casenote_set.planned()))
    yield OpenOnTransfer(
        "Not written up",
        "Stay with whoever recorded them. Ask for them now: after the transfer the old team only reads.",
        _notes(family.casenote_set.filter(state=NoteState.TOOK_PLACE)),
    )
    yield OpenOnTransfer("Open actions", GO_TO_THE_LEAD, _actions(family))
    yield OpenOnTransfer("Workbook", "Goes with the family, with its planned supervision.", _workbook(family))
    yield OpenOnTransfer(
        "Open summaries",
        "Go on where the worker stays. The others are left as they stand, unless they are finalised before.",
        [_summary(summary) for summary in queries.open_summaries(family)],
    )


def _facts(family: Family) -> Iterator[OpenOnTransfer]:
    plans = [_fact(plan, plan.from_date) for plan in queries.running_plans(family)]
    yield OpenOnTransfer("Plans", GO_WITH_THE_FAMILY, plans)
    assessments = [_fact(each, each.started_on) for each in queries.running_assessments(family)]
    yield OpenOnTransfer("Assessments", GO_WITH_THE_FAMILY, assessments)
    meetings = [_meeting(each) for each in queries.conferences_to_come(family)]
    yield OpenOnTransfer("Conferences and reviews to come", GO_WITH_THE_FAMILY, meetings)
    court = [_fact(each, each.from_date) for each in queries.running_legal_episodes(family)]
    yield OpenOnTransfer("Court and care", GO_WITH_THE_FAMILY, court)


def _dues(family: Family) -> list[str]:
    running = list(dues_in_words(family.due_dates.running().shown()))
    with_colleagues_apart((due for due, _ in running), timezone.localdate(), "owner")
    return [f"{what}: {due.owner or due.team}, {say_when(due.due)}" for due, what in running]


def _notes(notes: QuerySet[CaseNote]) -> list[str]:
    rows = with_colleagues_apart(notes.select_related("author"), timezone.localdate(), "author")
    return [f"{kind_of(note).label} of {note.author}, {say_when(note.at)}" for note in rows]


def _actions(family: Family) -> list[str]:
    rows = family.agreedaction_set.still_open().select_related("owner_user", "owner_person")
    actions = with_colleagues_apart(rows, timezone.localdate(), "owner_user")
    return [f"{action.what}: {action.owner}, by {say_date(action.due_on)}" for action in actions]


def _workbook(family: Family) -> list[str]:
    return [
        f"Version {each.workbook.version}, episode {each.number}: supervision planned for "
        f"{say_when(each.supervision_planned_for)}"
        for each in queries.running_episodes(family)
    ]


def _summary(summary: InterventionSummary) -> str:
    part = f", part of the summary of {summary.part_of.worker}" if summary.part_of else ""
    return f"{summary.worker}, episode {summary.episode.number}{part}"


def _fact(fact: Plan | Assessment | LegalEpisode, since: date) -> str:
    return f"{fact.child}: {fact.get_kind_display().lower()} since {say_date(since)}"


def _meeting(conference: Conference) -> str:
    planned_for = cast("date", conference.planned_for)
    return f"{conference.child}: {conference.get_kind_display().lower()} on {say_date(planned_for)}"
