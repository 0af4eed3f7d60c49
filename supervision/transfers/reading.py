"""What is open with a family when it goes to another team, and what becomes of each thing."""

from typing import NamedTuple

from casework.notes.checks import kind_of
from casework.notes.states import NoteState
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.plans.reading import facts_of
from casework.words import say_date, say_when
from workbook.books.services import open_workbook_of
from workbook.episodes.states import RUNNING
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


class Open(NamedTuple):
    """`fate` says whether these go with the family or end; `lines` name each, for those to whom the family is open."""

    what: str
    fate: str
    lines: list


def all_open(family):
    """Everything that is open, but for the workers themselves, who are chosen one by one."""
    found = [
        Open("Due dates", "Go with the family: to the new lead, to those who stay, or to the new team.", _dues(family)),
        Open(
            "Planned visits and meetings",
            "Go with the family. Those of a worker whose part ends go to the new lead, or to the manager who accepts.",
            [_note(note) for note in family.casenote_set.planned()],
        ),
        Open(
            "Not written up",
            "Stay with whoever recorded them. Ask for them now: after the transfer the old team only reads.",
            [_note(note) for note in family.casenote_set.filter(state=NoteState.TOOK_PLACE)],
        ),
        Open(
            "Open actions",
            "Go with the family. Those of a worker whose part ends go to the new lead, or to the manager who accepts.",
            [f"{action.what}: {action.owner}, by {say_date(action.due_on)}" for action in _actions(family)],
        ),
        Open("Workbook", "Goes with the family, with its planned supervision.", _workbook(family)),
        Open(
            "Open summaries",
            "Go on where the worker stays. The others are left as they stand, unless they are finalised before.",
            [_summary(summary) for summary in _summaries(family)],
        ),
        Open("Plans", "Go with the family.", [_fact(plan, plan.from_date) for plan in _plans(family)]),
        Open("Assessments", "Go with the family.", [_fact(each, each.started_on) for each in _assessments(family)]),
        Open("Conferences and reviews to come", "Go with the family.", [_meeting(each) for each in _to_come(family)]),
        Open("Court and care", "Go with the family.", [_fact(each, each.from_date) for each in _court(family)]),
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
