"""Writing, finalising and withdrawing a worker's intervention summary."""

from django.utils import timezone

from casework import practice
from casework.access import Can, require
from casework.duedates import services as duedates
from casework.families.services import lock
from casework.notes.services import people_ids
from casework.passages import services as passages
from casework.refusal import Refusal, Stale
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.models import change
from workbook.books.services import open_workbook_of
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import RUNNING, EpisodeState
from workbook.summaries import starting
from workbook.summaries.models import InterventionSummary, SummaryNote
from workbook.summaries.states import SUMMARY_STATES, SummaryState

CHANGED = "This summary was changed since you opened the page. Your text is still here: compare and save again."
FINALISED = "This summary is finalised, and nothing more was changed. Take it back first if you need to change it."


def current(allocation, workbook, *, at):
    """The summary in which the worker writes now: the earliest open one, or the next, which begins here (C24).

    Called with the family locked. The open ones are locked too, so that none is finalised while a note is put into it.
    """
    mine = InterventionSummary.objects.filter(allocation=allocation, episode__workbook=workbook)
    standing = (
        mine.filter(state=SummaryState.OPEN).select_for_update(of=("self",), no_key=True).order_by("episode__number")
    )
    if found := list(standing):
        return found[0]
    running = workbook.episodes.filter(state__in=RUNNING).exclude(summaries__allocation=allocation)
    episode = running.order_by("number").first() or episodes.begin_ahead(workbook, at=at)
    return starting.start(allocation, episode, at=at)


def attach(note, *, at):
    """Let the note be a line of its author's summary; None where the author has none to write in (A3.19, A3.20, C9)."""
    family = lock(note.family)
    day = timezone.localdate(at)
    allocation = family.allocation_set.on(day).filter(worker=note.author).order_by("-from_date").first()
    workbook = open_workbook_of(family)
    if allocation is None or workbook is None:
        return None
    standing = note.summary_lines.select_related("summary").first()
    return standing.summary if standing else line(note, allocation, workbook, at=at)


def line(note, allocation, workbook, *, at):
    """Put the note into the summary in which the worker of `allocation` writes now; give that summary."""
    summary = current(allocation, workbook, at=at)
    SummaryNote.objects.create(family=note.family, summary=summary, note=note)
    return summary


@service
def write(summary, *, written, rag, rationale, by, at, no_direct_work=False, no_direct_work_because="", version=None):
    """Save outcome, analysis and rating of an open summary. Saving outcome or analysis starts the 3 weeks anew."""
    summary = _locked(summary, by, version)
    _require_owner(summary, by)
    if summary.state != SummaryState.OPEN:
        raise Stale(FINALISED)
    rating = _rating(rag, rationale, no_direct_work, no_direct_work_because)
    updated = passages.write(summary, written, people=people_ids(summary.family))
    rerated = any(getattr(summary, name) != value for name, value in rating.items())
    if updated:
        change(summary, version=summary.version + 1, updated_at=at, **rating)
        duedates.meet("summary_update", summary, at=at)
        starting.start_clock(summary, at=at)
    elif rerated:
        change(summary, version=summary.version + 1, **rating)
    return summary


def _rating(rag, rationale, no_direct_work, because):
    """A RAG stands with its rationale, or with neither while there was no direct work (C14, C29)."""
    if no_direct_work and rag:
        raise Refusal("Give a RAG, or say that there was no direct work this period: not both.", "rag")
    return {
        "rag": rag,
        "rationale": rationale.strip(),
        "no_direct_work": no_direct_work,
        "no_direct_work_because": because.strip(),
    }


def missing_in(summary):
    """What is missing before the summary can be finalised: a sentence and the field it is about, for each."""
    filled = set(summary.passages.exclude(text="").values_list("section", flat=True))
    for section in practice.current().summary_sections:
        if section.key not in filled:
            yield f"Write the {section.heading.lower()}.", f"text-{section.key}-0"
    if summary.no_direct_work:
        if not summary.no_direct_work_because:
            yield "Say why there was no direct work this period.", "no_direct_work_because"
    elif not summary.rag:
        yield "Choose Red, Amber or Green, or say that there was no direct work this period.", "rag"
    elif not summary.rationale:
        yield "Give the rationale for the RAG.", "rationale"


@service
def finalise(summary, *, by, at, version=None):
    """Finalise for supervision: from now the text does not change, and the group reads it as it stands (A3.13)."""
    summary = _locked(summary, by, version)
    movers = [Mover.OWNER] if summary.worker_id == by.pk else []
    SUMMARY_STATES.require(summary.state, SummaryState.FINALISED, *movers)
    if summary.episode.state == EpisodeState.BEGUN:
        raise Refusal("The episode before this one still awaits its supervision. Finalise this summary after it.")
    missing = list(missing_in(summary))
    if missing:
        raise Refusal(" ".join(sentence for sentence, _ in missing), missing[0][1])
    change(summary, state=SummaryState.FINALISED, finalised_at=at, version=summary.version + 1)
    duedates.meet("summary_update", summary, at=at)
    return summary


def may_withdraw(summary):
    """Whether its worker may still take it back: finalised, and the supervision not held."""
    held = (EpisodeState.SUPERVISED, EpisodeState.ENDED)
    return summary.state == SummaryState.FINALISED and summary.episode.state not in held


@service
def withdraw(summary, *, because, by, at, version=None):
    """Take a finalised summary back, with the reason, until its supervision is held."""
    summary = _locked(summary, by, version)
    movers = [Mover.OWNER] if summary.worker_id == by.pk else []
    SUMMARY_STATES.require(summary.state, SummaryState.OPEN, *movers)
    if not may_withdraw(summary):
        raise Refusal(
            "The supervision has been held, so the summary stays as the group read it. Record a new note instead."
        )
    if not because.strip():
        raise Refusal("Say why you take it back.", "because")
    change(
        summary, state=SummaryState.OPEN, finalised_at=None, withdrawn_because=because.strip(),
        version=summary.version + 1,
    )  # fmt: skip
    starting.start_clock(summary, at=at)
    return summary


def leave(summary, *, because, at):
    """The worker's part is over: the summary stays as it stands, with the reason. Called in a manager's transaction."""
    WorkbookEpisode.objects.select_for_update(no_key=True).get(pk=summary.episode_id)
    summary = InterventionSummary.objects.select_for_update(of=("self",), no_key=True).get(pk=summary.pk)
    SUMMARY_STATES.require(summary.state, SummaryState.LEFT_OUT, Mover.LEAD)
    change(summary, state=SummaryState.LEFT_OUT, left_out_because=because, version=summary.version + 1)
    starting.stop_clock(summary, at=at)
    return summary


def _locked(summary, by, version):
    """The episode first, as closing and holding do: a summary is not taken back while its supervision is held."""
    WorkbookEpisode.objects.select_for_update(no_key=True).get(pk=summary.episode_id)
    summary = (
        InterventionSummary.objects.select_for_update(of=("self",), no_key=True)
        .select_related("episode", "family", "worker")
        .get(pk=summary.pk)
    )
    require(by, summary.family, Can.RECORD)
    if version is not None and summary.version != version:
        raise Stale(CHANGED if summary.state == SummaryState.OPEN else FINALISED)
    return summary


def _require_owner(summary, by):
    if summary.worker_id != by.pk:
        raise Refusal(f"Only {summary.worker} writes in this summary.")
