"""What is missing before a summary is finalised, and why one is not taken back any more (A3.13, C14, C29)."""

from collections.abc import Iterator
from datetime import date

from casework.families.models import Rag
from casework.refusal import Refusal
from casework.words import say_date
from workbook.episodes.states import OVER
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary, StrategyDiscussion
from workbook.summaries.queries import required_for
from workbook.summaries.states import SummaryState


def missing_in(summary: InterventionSummary) -> Iterator[tuple[str, str]]:
    """What is missing before the summary can be finalised: for each a sentence and the field that it is about."""
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


def is_new_red(rag: str, before: str) -> bool:
    """Whether the rating turned to Red: compared with the one `before`, '' where there is none."""
    return rag == Rag.RED and before != Rag.RED


def check_strategy(asked: bool, strategy_discussion: str, because: str) -> dict[str, str]:
    """What is saved of the question that a new Red asks; raises Refusal where it is `asked` and not answered."""
    if not asked:
        return {"strategy_discussion": "", "no_strategy_because": ""}
    if strategy_discussion not in StrategyDiscussion.values:
        raise Refusal("This is a new Red. Say whether there is a strategy discussion today.", "strategy_discussion")
    held = strategy_discussion == StrategyDiscussion.TODAY
    if not held and not because.strip():
        raise Refusal("Say why there is no strategy discussion today.", "no_strategy_because")
    return {"strategy_discussion": strategy_discussion, "no_strategy_because": "" if held else because.strip()}


def why_task_holds_back(task: DelegatedTask) -> str:
    """Why the whole cannot be finalised while a part of it is asked for (A3.18)."""
    return f"{task.part.worker} has not finalised the part that was asked for. Wait for it, or withdraw the task."


def why_part_over(summary: InterventionSummary, today: date) -> str:
    """Why its worker writes, finalises, delegates and takes back nothing more in it; '' until their last day is over.

    What is open then goes to a colleague or is left out, each night.
    """
    until = summary.allocation.until_date
    if until and until < today:
        return f"Your part with the family ended on {say_date(until)}, so the summary stays as you left it."
    return ""


def may_withdraw(summary: InterventionSummary, today: date) -> bool:
    """Whether its worker may take it back: finalised, their part not over, not supervised, the whole not final."""
    return summary.state == SummaryState.FINALISED and not why_not_withdrawn(summary, today)


def why_not_withdrawn(summary: InterventionSummary, today: date) -> str:
    """Why a finalised summary is not taken back any more, in a sentence; '' while it may be."""
    if summary.episode.state in OVER:
        return "The supervision has been held, so the summary stays as the group read it. Record a new note instead."
    if over := why_part_over(summary, today):
        return over
    if summary.part_of and summary.part_of.state == SummaryState.FINALISED:
        return (
            f"{summary.part_of.worker} has finalised the whole summary. Ask them to take it back first; then you can "
            "take your part back."
        )
    return ""
