"""An intervention summary as it is frozen: rating, text, parts of colleagues, and the notes of its period (A3.13)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from casework.families.contents import people_part
from casework.frozen.contents import Item, Names, Part, fact, line, moment, named, part, passage, rating, written
from casework.notes.contents import note_parts
from casework.passages.queries import people_ever
from casework.templatetags.words import rag_word
from workbook.summaries import queries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import sections_for
from workbook.summaries.states import SETTLED, SummaryState

# The parts that a pack shows: what was written, by whom.
SAID = "said"


def title_of(summary: InterventionSummary) -> str:
    """'Summary of Sue Sands, Workbook episode 3', 'Part of Sue Sands in the summary of Dora Dale, …'."""
    episode = f"Workbook episode {summary.episode.number}"
    if summary.part_of is None:
        return f"Summary of {summary.worker}, {episode}"
    return f"Part of {summary.worker} in the summary of {summary.part_of.worker}, {episode}"


def parts_of(summary: InterventionSummary, today: date) -> Iterator[Part]:
    """All that was finalised. `summary` is fetched with its worker, allocation and episode."""
    names = named(people_ever(summary.family))
    before = queries.previous_of(summary)
    yield part("", _facts(summary))
    yield people_part(summary.family, today)
    heading = f"{summary.worker}, {summary.allocation.get_role_display().lower()}"
    said = said_in(summary, names, before=before.rag if before and not before.part_of_id else "")
    yield part(heading, said, of=SAID)
    yield from colleagues_in(summary, names, level=3)
    notes = list(queries.notes_of(summary))
    yield part("Notes of this period", [] if notes else [line("Nothing was recorded in this period.")])
    yield from note_parts(notes, names)


def _facts(summary: InterventionSummary) -> Iterator[Item]:
    yield fact("Worker", str(summary.worker), summary, "worker")
    yield fact("Role", summary.allocation.get_role_display(), summary.allocation, "role")
    yield moment("Begun", summary.opened_at)
    yield moment("Finalised", summary.finalised_at)
    if summary.withdrawn_because:
        yield passage(summary, heading="Taken back before, because", field="withdrawn_because")


def said_in(summary: InterventionSummary, names: Names, *, before: str = "") -> Iterator[Item]:
    """Rating and text; a part of a colleague's summary has no rating of its own (A3.18)."""
    by = str(summary.worker)
    if summary.part_of_id is None and summary.no_direct_work:
        yield passage(summary, heading="No direct work this period", field="no_direct_work_because", by=by)
    elif summary.part_of_id is None:
        yield rating(summary, before=before)
        yield passage(summary, heading="Why this rating", field="rationale", by=by)
        yield from strategy_of(summary, by=by)
    yield from written(summary.passages.all(), sections_for(summary.allocation.role), names, by=by)


def strategy_of(row: Any, *, by: str = "") -> Iterator[Item]:
    """What was answered where the rating turned to Red; `row` is the summary or the supervision."""
    if row.strategy_discussion:
        answer = row.get_strategy_discussion_display()
        yield fact("New Red: strategy discussion today", answer, row, "strategy_discussion")
    if row.no_strategy_because:
        yield passage(row, heading="Why no strategy discussion", field="no_strategy_because", by=by)


def colleagues_in(summary: InterventionSummary, names: Names, *, level: int) -> Iterator[Part]:
    """The parts that colleagues wrote, each under its author's name; no text of one that may still change (A3.16)."""
    for each in queries.parts_in(summary):
        role = each.allocation.get_role_display().lower()
        heading = f"{each.worker}, {role}: part of this summary"
        yield part(heading, _of_colleague(each, names), level=level, of=SAID)


def _of_colleague(each: InterventionSummary, names: Names) -> Iterator[Item]:
    if each.state != SummaryState.FINALISED:
        yield fact("State", each.get_state_display(), each, "state")
    if each.state == SummaryState.HANDED_OVER:
        yield passage(each, heading="Handed over, because", field="handed_over_because")
    if each.state == SummaryState.LEFT_OUT:
        yield passage(each, heading="Left out, because", field="left_out_because")
    if each.state in SETTLED:
        yield from written(each.passages.all(), sections_for(each.allocation.role), names, by=str(each.worker))
    if each.state == SummaryState.HANDED_OVER and each.rag:
        yield passage(each, heading=f"Rating when it was handed over: {rag_word(each.rag)}", field="rationale")
