"""What is still open in a Workbook, in words: each kind with what closing does to it."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple, cast

from django.urls import reverse
from django.utils import timezone

from casework.actions.models import AgreedAction
from casework.masks.current import shown
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote, kind_of
from casework.unsaved.models import UnsavedText
from casework.users.models import User
from casework.words import say_date, say_when
from supervision.group_supervisions.models import GroupSupervision
from supervision.packs.presenters import pack_status
from supervision.workbook_closures.checks import missing_final_programmes, why_it_stays_open
from supervision.workbook_closures.queries import OpenInWorkbook, children_in_care
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import Workbook


class OpenItem(NamedTuple):
    text: str
    url: str = ""


class _Whose(NamedTuple):
    user: User | None


class OpenKind(NamedTuple):
    """`then` is what closing the Workbook does to these."""

    heading: str
    then: str
    lines: list[OpenItem]


# Of what is open the columns that lead to a colleague.
WHOSE = {
    "summaries": ("worker",), "tasks": ("asked_by", "part.worker"), "unsaved": ("user",), "visits": ("author",),
    "actions": ("owner_user",),
}  # fmt: skip


def open_kinds(open_work: OpenInWorkbook) -> list[OpenKind]:
    """The kinds of which something is open; none where nothing is."""
    users = [(row, name) for kind, names in WHOSE.items() for row in getattr(open_work, kind) for name in names]
    with_colleagues_apart((_Whose(attrgetter(name)(row)) for row, name in users), timezone.localdate(), "user")
    return [kind for kind in _kinds(open_work) if kind.lines]


def _kinds(open_work: OpenInWorkbook) -> Iterator[OpenKind]:
    yield OpenKind("Episodes", "They end without supervision.", [_episode(row) for row in open_work.episodes])
    yield OpenKind(
        "Open summaries", "They end as they stand: what is saved stays to be read, nothing more is written.",
        [_summary(row) for row in open_work.summaries],
    )  # fmt: skip
    yield OpenKind(
        "Prepared supervision", "It is not held; what was prepared stays to be read.",
        [_supervision(row) for row in open_work.supervisions],
    )  # fmt: skip
    yield OpenKind("Delegated tasks", "They are withdrawn.", [_task(row) for row in open_work.tasks])
    yield OpenKind(
        "Text that is not saved", "It stays with its writer, who can copy it; only what is saved stays in the record. "
        "Ask them to save it first.", [_unsaved(row) for row in open_work.unsaved],
    )  # fmt: skip
    yield OpenKind("Visits to come", "You choose below.", [_visit(row) for row in open_work.visits])
    yield OpenKind("Agreed actions", "You choose below.", [_action(row) for row in open_work.actions])
    yield OpenKind(
        "Family Programme", "It ends; its modules and completed assessments stay to be read.",
        [OpenItem(f"Family Programme {row.number}, since {say_date(row.opened_at)}") for row in open_work.programmes],
    )  # fmt: skip
    yield OpenKind(
        "Assessment that waits for a manager", "It is returned, not completed. Complete it first if it is to count.",
        [
            OpenItem(f"Assessment {row.number}, submitted on {say_date(row.submitted_at)}")
            for row in open_work.assessments
        ],
    )  # fmt: skip


def _episode(episode: WorkbookEpisode) -> OpenItem:
    planned = say_when(episode.supervision_planned_for)
    url = reverse("episode", args=[episode.family_id, episode.pk])
    return OpenItem(f"Episode {episode.number}, {episode.get_state_display()}: supervision planned for {planned}", url)


def _summary(summary: InterventionSummary) -> OpenItem:
    part = " (a part of a colleague's summary)" if summary.part_of_id else ""
    saved = f"last saved on {say_when(summary.updated_at)}" if summary.updated_at else "nothing written yet"
    url = reverse("summary", args=[summary.family_id, summary.pk])
    return OpenItem(f"{summary.worker}, episode {summary.episode.number}{part}: {saved}", url)


def _supervision(supervision: GroupSupervision) -> OpenItem:
    planned = say_when(supervision.episode.supervision_planned_for)
    pack = pack_status(supervision).sentence
    return OpenItem(
        f"Planned for {planned}; pack {pack}", reverse("supervision", args=[supervision.family_id, supervision.pk])
    )


def _task(task: DelegatedTask) -> OpenItem:
    return OpenItem(f"{task.asked_by} asked {task.part.worker}, by {say_when(task.due_at)}: {task.what_is_needed}")


def _unsaved(text: UnsavedText) -> OpenItem:
    """That it is there, whose, of which form and since when; never its words (C16)."""
    return OpenItem(f"{text.user}: ‘{shown(text.title)}’, {say_when(text.kept_at)}")


def _visit(note: CaseNote) -> OpenItem:
    url = reverse("note", args=[note.family_id, note.pk])
    return OpenItem(f"{kind_of(note).label}, {say_when(cast('datetime', note.planned_for))}, {note.author}", url)


def _action(action: AgreedAction) -> OpenItem:
    return OpenItem(
        f"{action.what} ({action.owner}, by {say_date(action.due_on)})", reverse("actions", args=[action.family_id])
    )


def closing_conditions(workbook: Workbook) -> Iterator[str]:
    """What is still to be done for a reason that asks for something, and what of children in care keeps it open."""
    for sentence in missing_final_programmes(workbook):
        yield f"Some reasons for closing need a final Family Programme. {sentence}"
    for each in children_in_care(workbook):
        yield why_it_stays_open(each) or (
            f"{each.child} is in care since {say_date(each.since)}; the first review was held on "
            f"{say_date(cast('date', each.reviewed_on))}, and the plan is not to return home."
        )
