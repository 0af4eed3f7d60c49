"""Writing, finalising and withdrawing a worker's intervention summary."""

from django.utils import timezone

from casework.access import Can, require
from casework.duedates import services as duedates
from casework.families.services import lock
from casework.notes.checks import people_ids
from casework.passages import services as passages
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import say_date
from workbook.books.services import open_workbook_of
from workbook.delegation import ending
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import RUNNING, EpisodeState
from workbook.summaries import clocks, moving, starting
from workbook.summaries.models import InterventionSummary, SummaryNote
from workbook.summaries.prompts import required_for
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
def write(
    summary, *, written, by, at, rag="", rationale="", no_direct_work=False, no_direct_work_because="", version=None
):
    """Save outcome, analysis and rating of an open summary. Saving outcome or analysis starts the 3 weeks anew.

    A part of a colleague's summary has no rating of its own: the whole has one (A3.18).
    """
    summary = _locked(summary, by, version)
    _require_owner(summary, by)
    if summary.state != SummaryState.OPEN:
        raise Conflict(FINALISED)
    rating = {} if summary.part_of_id else _rating(rag, rationale, no_direct_work, no_direct_work_because)
    updated = passages.write(summary, written, people=people_ids(summary.family))
    rerated = any(getattr(summary, name) != value for name, value in rating.items())
    if updated:
        change(summary, version=summary.version + 1, updated_at=at, **rating)
        duedates.meet(clocks.UPDATE, summary, at=at)
        clocks.start_update(summary, at=at)
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
    for section in required_for(summary.allocation.role):
        if section.key not in filled:
            yield f"Write the {section.heading.lower()}.", f"text-{section.key}-0"
    if summary.part_of_id:
        return
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
    missing = [*missing_in(summary), *((waits_for(task), None) for task in ending.asked(summary=summary))]
    if missing:
        raise Refusal(" ".join(sentence for sentence, _ in missing), missing[0][1])
    summary = moving.move(summary, SummaryState.FINALISED, *movers, at=at, finalised_at=at)
    ending.done(summary, at=at)
    return summary


def waits_for(task):
    """Why the whole cannot be finalised while a part of it is asked for (A3.18)."""
    return f"{task.part.worker} has not finalised the part that was asked for. Wait for it, or withdraw the task."


def may_withdraw(summary, today):
    """Whether its worker may take it back: finalised, their part not over, not supervised, the whole not final."""
    return summary.state == SummaryState.FINALISED and not why_kept(summary, today)


def why_kept(summary, today):
    """Why a finalised summary is not taken back any more, in a sentence; '' while it may be."""
    if summary.episode.state in (EpisodeState.SUPERVISED, EpisodeState.ENDED):
        return "The supervision has been held, so the summary stays as the group read it. Record a new note instead."
    until = summary.allocation.until_date
    if until and until < today:
        return f"Your part with the family ended on {say_date(until)}, so the summary stays as you finalised it."
    if summary.part_of and summary.part_of.state == SummaryState.FINALISED:
        return (
            f"{summary.part_of.worker} has finalised the whole summary. Ask them to take it back first; then you can "
            "take your part back."
        )
    return ""


@service
def withdraw(summary, *, because, by, at, version=None):
    """Take a finalised summary back, with the reason, until its supervision is held.

    A part of a summary that was left out meanwhile is then a summary of its worker's own, with its own rating.
    """
    summary = _locked(summary, by, version)
    movers = [Mover.OWNER] if summary.worker_id == by.pk else []
    SUMMARY_STATES.require(summary.state, SummaryState.OPEN, *movers)
    if why_not := why_kept(summary, timezone.localdate(at)):
        raise Refusal(why_not)
    if not because.strip():
        raise Refusal("Say why you take it back.", "because")
    values = {"finalised_at": None, "withdrawn_because": because.strip()}
    alone = summary.part_of is not None and summary.part_of.state == SummaryState.LEFT_OUT
    whole = {"part_of": None} if alone else {}
    summary = moving.move(summary, SummaryState.OPEN, *movers, at=at, **values, **whole)
    ending.asked_again(summary, at=at)
    if alone:
        ending.close(ending.asked(part=summary), because=because.strip(), at=at)
    return summary


def leave(summary, *, because, at):
    """The worker's part is over: the summary stays as it stands, with the reason. Called in a manager's transaction."""
    summary = locked(summary)
    summary = moving.move(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because)
    ending.fall_away(summary, because=because, at=at)
    return summary


def locked(summary):
    """The row held until the transaction ends, in the order in which everybody waits: family, episode, summary.

    So a summary is not taken back while its supervision is held, and the lock on relationships sees every summary.
    """
    lock(summary.family)
    WorkbookEpisode.objects.select_for_update(no_key=True).get(pk=summary.episode_id)
    return (
        InterventionSummary.objects.select_for_update(of=("self",), no_key=True)
        .select_related("episode", "family", "worker", "allocation", "part_of__worker")
        .get(pk=summary.pk)
    )


def _locked(summary, by, version):
    summary = locked(summary)
    require(by, summary.family, Can.RECORD)
    if version is not None and summary.version != version:
        raise Conflict(CHANGED if summary.state == SummaryState.OPEN else FINALISED)
    return summary


def _require_owner(summary, by):
    if summary.worker_id != by.pk:
        raise Refusal(f"Only {summary.worker} writes in this summary.")
