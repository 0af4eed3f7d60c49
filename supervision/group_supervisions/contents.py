"""A group supervision as it is frozen at its sign-off: what the group read, thought, agreed and decided (A6.10)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from casework import practice
from casework.actions.contents import actions_part
from casework.families.contents import people_part
from casework.families.models import Family
from casework.frozen.contents import Item, Names, Part, fact, line, moment, named, part, passage, rating, written
from casework.naming.presenters import with_colleagues_apart
from casework.notes.contents import note_parts
from casework.notes.models import CaseNote
from casework.passages.queries import people_ever
from casework.people.models import Person
from casework.relationships.queries import overrides_of
from casework.words import say_age, say_when
from supervision.group_supervisions import queries
from supervision.group_supervisions.models import Filing, GroupSupervision
from supervision.group_supervisions.summaries import queries as summary_queries
from workbook.summaries.contents import colleagues_in, said_in, strategy_of
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def title_of(supervision: GroupSupervision) -> str:
    return f"Group supervision of {say_when(supervision.held_at or supervision.episode.supervision_planned_for)}"


def parts_of(supervision: GroupSupervision, today: date) -> Iterator[Part]:
    """All that was signed off; its actions are as they stood before anything follows from the decision."""
    names = named(people_ever(supervision.family))
    yield part("", _facts(supervision))
    yield people_part(supervision.family, today)
    yield from _summaries(supervision, names, today)
    to_review = queries.actions_to_review(supervision)
    none = "Nothing to review: no action was agreed before."
    yield actions_part("Actions of the last meeting", to_review, today, none=none)
    yield from _reviewed(supervision)
    yield part("What the group thought", _thoughts(supervision, names))
    yield part("Overall RAG", _rated(supervision))
    yield part("Family relationships that the group checked", _relationships(supervision.family))
    yield from _overrides(supervision)
    agreed = actions_part("Agreed actions", queries.actions_agreed_at(supervision), today, none="No action was agreed.")
    yield part("Agreed actions", [*agreed["items"], *_no_actions(supervision)])
    yield part("Decision", _decision(supervision))
    yield part("Filed on", _filed(supervision.filings.select_related("child"), today))


def _facts(supervision: GroupSupervision) -> Iterator[Item]:
    yield fact("Workbook episode", str(supervision.episode.number))
    yield moment("Planned for", supervision.episode.supervision_planned_for)
    for move in supervision.episode.moves.select_related("by"):
        moved = f"Moved from {say_when(move.planned_before)} by {move.by}: {move.because}"
        yield line(moved, move, "because")
    yield moment("Held", supervision.held_at)
    yield fact("Place", supervision.place, supervision, "place")
    rows = with_colleagues_apart(supervision.attendance.select_related("user"), timezone.localdate(), "user")
    for row in rows:
        yield line(f"{row.user}: {row.get_came_display().lower()}", row, "came")
        if row.because:
            yield line(f"Why {row.user} was not there: {row.because}", row, "because")
    if supervision.others_present:
        yield fact("Also there", supervision.others_present, supervision, "others_present")


def _summaries(supervision: GroupSupervision, names: Names, today: date) -> Iterator[Part]:
    """What the group read of each worker, and what they recorded between finalising and the meeting."""
    read = list(with_colleagues_apart(summary_queries.summaries_read_at(supervision), today, "worker"))
    yield part("Summaries", [] if read else [line("There was no summary in this episode.")])
    before = summary_queries.ratings_before(supervision.episode)
    later = summary_queries.recorded_before_meeting(supervision, read)
    for summary in read:
        yield from _summary(summary, names, before.get(summary.allocation_id, ""), later[summary.pk])


def _summary(summary: InterventionSummary, names: Names, before: str, later: list[CaseNote]) -> Iterator[Part]:
    heading = f"{summary.worker}, {summary.allocation.get_role_display().lower()}"
    if summary.state != SummaryState.FINALISED:
        yield part(heading, _not_read(summary), level=3)
        return
    yield part(heading, [moment("Finalised", summary.finalised_at), *said_in(summary, names, before=before)], level=3)
    yield from colleagues_in(summary, names, level=4)
    if later:
        yield part("Recorded since it was finalised", [], level=4)
        yield from note_parts(later, names, level=5)


def _not_read(summary: InterventionSummary) -> Iterator[Item]:
    yield fact("State", summary.get_state_display().capitalize(), summary, "state")
    if summary.left_out_because:
        yield passage(summary, heading="Left out, because", field="left_out_because")


def _reviewed(supervision: GroupSupervision) -> Iterator[Part]:
    reviews = supervision.reviews.exclude(text="").select_related("action")
    items = [passage(review, heading=f"‘{review.action.what}’") for review in reviews]
    if items:
        yield part("Where these actions stand", items, level=3)


def _no_actions(supervision: GroupSupervision) -> Iterator[Item]:
    if supervision.no_actions_because:
        yield passage(supervision, heading="Why no action is needed", field="no_actions_because")


def _thoughts(supervision: GroupSupervision, names: Names) -> list[Item]:
    thoughts = list(written(supervision.passages.all(), practice.current().supervision_sections, names))
    return thoughts or [line("Nothing was written.")]


def _rated(supervision: GroupSupervision) -> Iterator[Item]:
    yield rating(supervision, "overall_rag")
    yield passage(supervision, heading="Why this rating", field="rationale")
    yield from strategy_of(supervision)
    if supervision.dissent:
        yield passage(supervision, heading="Who disagreed, and why", field="dissent")
    else:
        yield line("Nobody disagreed.")


def _relationships(family: Family) -> list[Item]:
    found = [line(f"{each.sentence}.", each, "kind") for each in family.relationships_now()]
    return found or [line("No relationships are recorded.")]


def _overrides(supervision: GroupSupervision) -> Iterator[Part]:
    family, since = supervision.family, supervision.episode.begun_at
    rows = list(overrides_of(family, since=since, until=supervision.signed_off_at))
    if rows:
        lines = (
            f"‘{row.relationship.sentence}’ was {row.get_act_display()} by {row.by}, {say_when(row.at)}: {row.because}"
            for row in rows
        )
        yield part(
            "Changed while a summary was open",
            [line(text, row, "because") for text, row in zip(lines, rows, strict=True)],
            level=3,
        )


def _decision(supervision: GroupSupervision) -> Iterator[Item]:
    yield line(f"{supervision.get_decision_display()}.", supervision, "decision")
    if supervision.closed_reason:
        yield line(f"Closed because: {supervision.get_closed_reason_display()}.", supervision, "closed_reason")
    if supervision.decision_because:
        yield passage(supervision, heading="Reasons", field="decision_because", by=str(supervision.signed_off_by))


def _filed(filings: Iterable[Filing], today: date) -> Iterator[Item]:
    for filing in filings:
        yield line(f"{_child(filing.child, today)}{_left_out(filing)}", filing, "left_out_because")


def _child(child: Person, today: date) -> str:
    """Of one who is not born yet that too: 'Baby, unborn, due Tue 12 Jan 2027'."""
    return f"{child.full_name}, {say_age(child, today)}"


def _left_out(filing: Filing) -> str:
    return f": left out, because {filing.left_out_because}" if filing.left_out_because else ""
