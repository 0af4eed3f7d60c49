"""A Workbook as it is frozen when it closes: why, what was open then, its episodes and workers (A2.2, A2.3)."""

from collections.abc import Iterator
from datetime import date

from casework.actions.contents import actions_part
from casework.families.contents import people_part
from casework.frozen.contents import Item, Part, fact, line, moment, part, passage
from casework.notes.contents import heading_of
from casework.words import say_when
from supervision.workbook_closures.queries import OpenInWorkbook
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import decisions_of


def title_of(workbook: Workbook) -> str:
    return f"Closing of the Workbook, version {workbook.version}"


def open_parts(open_work: OpenInWorkbook, today: date, *, call_off: bool, withdraw: bool) -> list[Part]:
    """What was open, and what becomes of it with the closing. Ask before it ends."""
    visits = [line(heading_of(note), note, "purpose") for note in open_work.visits]
    ending = "taken back with the closing" if withdraw else "which go on"
    actions = f"Actions that were open, {ending}" if open_work.actions else "Actions that were open"
    to_come = f"Visits to come, {'called off with the closing' if call_off else 'which go on'}"
    return [
        actions_part(actions, open_work.actions, today, none="No action was open."),
        part(to_come if visits else "Visits to come", visits or [line("No visit was planned.")]),
    ]


def parts_of(workbook: Workbook, today: date) -> Iterator[Part]:
    yield part("", _facts(workbook))
    yield people_part(workbook.family, today)
    yield part("The decision to open it", list(_decision(workbook)) or [line("It is not on record.")])
    yield part("Episodes", list(_episodes(workbook)))


def _facts(workbook: Workbook) -> Iterator[Item]:
    yield moment("Opened", workbook.opened_at)
    yield fact("Opened by", str(workbook.opened_by), workbook, "opened_by")
    yield fact("Index child", workbook.index_child.full_name, workbook, "index_child")
    yield moment("Closed", workbook.closed_at)
    yield fact("Closed because", workbook.get_closed_reason_display(), workbook, "closed_reason")
    yield passage(workbook, heading="In the manager’s words", field="closed_because", by=str(workbook.closed_by))
    if workbook.closed_with_care_because:
        heading = "Closed although a child in care kept it open, because"
        yield passage(workbook, heading=heading, field="closed_with_care_because")
    if workbook.no_final_programme_because:
        yield passage(workbook, heading="No final Family Programme, because", field="no_final_programme_because")


def _decision(workbook: Workbook) -> Iterator[Item]:
    """Who decided, why, and how the checklist was answered then (A1.6, C4)."""
    found = decisions_of(workbook.family, opened=True)
    for decision in found.filter(referral=workbook.referral_id, at=workbook.opened_at):
        yield fact("Decided by", str(decision.decided_by), decision, "decided_by")
        yield fact("Reason", decision.reason, decision, "reason")
        for row in decision.answers:
            yield line(f"{row['question']} {row['answer']}: {'met' if row['met'] else 'not met'}", decision, "answers")
        if decision.override_because:
            yield fact("On the checklist", decision.override_because, decision, "override_because")


def _episodes(workbook: Workbook) -> Iterator[Item]:
    for episode in workbook.episodes.order_by("number"):
        words = f"Episode {episode.number}, begun {say_when(episode.begun_at)}: {episode.get_state_display()}"
        yield line(f"{words}{f'. {episode.ended_because}' if episode.ended_because else ''}", episode, "state")
        for each in episode.summaries.wholes().select_related("worker", "allocation"):
            rag = f", {each.get_rag_display()}" if each.rag else ""
            yield line(
                f"{each.worker}, {each.allocation.get_role_display().lower()}: {each.get_state_display()}{rag}",
                each,
                "state",
            )
