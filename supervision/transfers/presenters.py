"""What the pages of a transfer show, and what is open with the family, each thing with what becomes of it."""

from typing import NamedTuple

from django.urls import reverse

from casework import practice
from casework.access import may_take
from casework.family_page.presenters import family_page
from casework.notes.models import kind_of
from casework.notes.states import NoteState
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.plans.queries import facts_of
from casework.transfers.states import TransferState
from casework.words import say_date, say_when
from supervision.transfers.queries import parts_of
from workbook.episodes.states import RUNNING
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.queries import open_workbook_of


def transfer_page(family, transfer):
    asked = transfer.state == TransferState.ASKED
    return family_page(
        family,
        "people",
        heading=f"Transfer to {transfer.to_team}",
        transfer=transfer,
        parts=parts_of(transfer),
        found=open_on_transfer(family) if asked else [],
        may_take_back=asked and may_take(family.access, "transfer"),
    )


def offered_page(transfer):
    """What the transfer itself says, the names of the workers, and how much is open: the family is not open yet."""
    return {
        "heading": f"{transfer.family}: transfer from {transfer.from_team}",
        "transfer": transfer,
        "parts": parts_of(transfer),
        "counts": [(each.what, len(each.lines), each.fate) for each in open_on_transfer(transfer.family)],
    }


def accept_page(transfer, form):
    return {
        "heading": f"Accept {transfer.family}",
        "form": form,
        "consequences": [
            f"From today {transfer.family} is with {transfer.to_team}. {transfer.from_team} reads on for "
            f"{practice.current().settings.access_grace_days} days.",
            "The parts of the workers who do not stay end, with the transfer summary as their summary of involvement.",
            "What is due goes to the new lead, otherwise to your team. Open actions and planned visits of those whose "
            "part ends go to the new lead, otherwise to you.",
            "The day for a decision on a Workbook runs from now, where none has been made.",
        ],
        "submit_label": "Accept the family",
        "cancel_url": reverse("transfer-offered", args=[transfer.pk]),
    }


def decline_page(transfer, form):
    return {
        "heading": f"Decline {transfer.family}",
        "intro": f"{transfer.asked_by} is told, with your reason.",
        "form": form,
        "submit_label": "Decline the transfer",
        "cancel_url": reverse("transfer-offered", args=[transfer.pk]),
    }


def take_back_page(family, transfer, form):
    return family_page(
        family,
        "people",
        heading="Take the transfer back",
        intro=f"{transfer.to_team} is not asked any more. Nothing else changes.",
        form=form,
        submit_label="Take the transfer back",
        cancel_url=reverse("transfer", args=[family.pk, transfer.pk]),
    )


class OpenOnTransfer(NamedTuple):
    """`fate` says whether these go with the family or end; `lines` name each, for those to whom the family is open."""

    what: str
    fate: str
    lines: list


def open_on_transfer(family):
    """Everything that is open, but for the workers themselves, who are chosen one by one."""
    found = [
        OpenOnTransfer(
            "Due dates", "Go with the family: to the new lead, to those who stay, or to the new team.", _dues(family)
        ),
        OpenOnTransfer(
            "Planned visits and meetings",
            "Go with the family. Those of a worker whose part ends go to the new lead, or to the manager who accepts.",
            [_note(note) for note in family.casenote_set.planned()],
        ),
        OpenOnTransfer(
            "Not written up",
            "Stay with whoever recorded them. Ask for them now: after the transfer the old team only reads.",
            [_note(note) for note in family.casenote_set.filter(state=NoteState.TOOK_PLACE)],
        ),
        OpenOnTransfer(
            "Open actions",
            "Go with the family. Those of a worker whose part ends go to the new lead, or to the manager who accepts.",
            [f"{action.what}: {action.owner}, by {say_date(action.due_on)}" for action in _actions(family)],
        ),
        OpenOnTransfer("Workbook", "Goes with the family, with its planned supervision.", _workbook(family)),
        OpenOnTransfer(
            "Open summaries",
            "Go on where the worker stays. The others are left as they stand, unless they are finalised before.",
            [_summary(summary) for summary in _summaries(family)],
        ),
        OpenOnTransfer("Plans", "Go with the family.", [_fact(plan, plan.from_date) for plan in _plans(family)]),
        OpenOnTransfer(
            "Assessments", "Go with the family.", [_fact(each, each.started_on) for each in _assessments(family)]
        ),
        OpenOnTransfer(
            "Conferences and reviews to come", "Go with the family.", [_meeting(each) for each in _to_come(family)]
        ),
        OpenOnTransfer(
            "Court and care", "Go with the family.", [_fact(each, each.from_date) for each in _court(family)]
        ),
    ]
    return [each for each in found if each.lines]


def _dues(family):
    running = family.due_dates.running().select_related("owner", "team")
    return [f"{due.what}: {due.owner or due.team}, {say_when(due.due)}" for due in running]


def _note(note):
    return f"{kind_of(note).label} of {note.author}, {say_when(note.at)}"


def _actions(family):
    return family.agreedaction_set.still_open().select_related("owner_user", "owner_person")


def _workbook(family):
    workbook = open_workbook_of(family)
    episodes = workbook.episodes.filter(state__in=RUNNING) if workbook else ()
    return [
        f"Version {workbook.version}, episode {each.number}: supervision planned for "
        f"{say_when(each.supervision_planned_for)}"
        for each in episodes
    ]


def _summaries(family):
    found = InterventionSummary.objects.filter(family=family, state=SummaryState.OPEN)
    return found.select_related("worker", "episode", "part_of__worker")


def _summary(summary):
    part = f", part of the summary of {summary.part_of.worker}" if summary.part_of else ""
    return f"{summary.worker}, episode {summary.episode.number}{part}"


def _plans(family):
    return facts_of(family, Plan).filter(until_date=None)


def _assessments(family):
    return facts_of(family, Assessment).filter(ended_on=None)


def _to_come(family):
    planned = facts_of(family, Conference).filter(held_on=None, not_held_because="", planned_for__isnull=False)
    return planned.order_by("planned_for")


def _court(family):
    return facts_of(family, LegalEpisode).filter(until_date=None)


def _fact(fact, since):
    return f"{fact.child}: {fact.get_kind_display().lower()} since {say_date(since)}"


def _meeting(conference):
    return f"{conference.child}: {conference.get_kind_display().lower()} on {say_date(conference.planned_for)}"
