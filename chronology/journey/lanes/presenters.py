"""A family's journey up to a day, as lanes across all versions of the Workbook (A4.4)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from typing import cast

from django.utils import timezone

from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote
from casework.notes.states import TOOK_PLACE, NoteState
from casework.words import london_date, say_date
from chronology.journey.lanes import queries
from chronology.journey.picture.parts import MONTH, Lane, Mark, Span, month_of, months_between
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import WAS_HELD, SupervisionState
from workbook.programmes.models import ModuleRecord
from workbook.programmes.modules.queries import module_named
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

WORK, RAG, MODULES, VISITS, ACTIONS = (
    "Workbook", "Workers and RAG", "Family Programme", "Visits", "Agreed actions",
)  # fmt: skip


def visit_lanes(group: str, notes: Iterable[CaseNote], until: date) -> Iterator[Lane]:
    """Those that took place, and those that were planned and did not."""
    held = [cast("datetime", note.took_place_at) for note in notes if note.state in TOOK_PLACE]
    missed = [note.planned_for or note.recorded_at for note in notes if note.state == NoteState.DID_NOT_TAKE_PLACE]
    yield Lane(group, "Took place", counts=_by_month(map(london_date, held), until), look="full")
    yield Lane(group, "Did not take place", counts=_by_month(map(london_date, missed), until), look="missed")


def action_lanes(group: str, actions: Iterable[AgreedAction], until: date) -> Iterator[Lane]:
    """Agreed and done in the month; open and late at its end."""
    actions = [action for action in actions if action.agreed_on <= until]
    yield Lane(group, "Agreed", counts=_by_month((action.agreed_on for action in actions), until), look="empty")
    yield Lane(group, "Done", counts=_by_month((a.done_on for a in actions if a.done_on), until), look="full")
    if actions:
        ends = [_end(month, until) for month in months_between(min(a.agreed_on for a in actions), until)]
        yield _at_the_end(group, "Open at the month’s end", ends, [_open_on(actions, day) for day in ends], "empty")
        late = [[a for a in _open_on(actions, day) if a.due_on < day] for day in ends]
        yield _at_the_end(group, "Late at the month’s end", ends, late, "late")


def _by_month(days: Iterable[date], until: date) -> Counter[date]:
    return Counter(month_of(day) for day in days if day <= until)


def _end(month: date, until: date) -> date:
    return min(month + MONTH - timedelta(days=1), until)


def _open_on(actions: Iterable[AgreedAction], day: date) -> list[AgreedAction]:
    return [a for a in actions if a.agreed_on <= day and (a.done_on is None or a.done_on > day)]


def _at_the_end(group: str, label: str, ends: list[date], found: list[list[AgreedAction]], look: str) -> Lane:
    counts = Counter({month_of(day): len(of) for day, of in zip(ends, found, strict=True) if of})
    return Lane(group, label, counts=counts, look=look, lasting=True)


def lanes_of(family: Family, *, until: date) -> list[Lane]:
    """Every lane that has something in it, in the order of the picture; `until` is the last day that is shown."""
    supervisions = queries.supervisions_with_workbook(family)
    lanes = [
        _workbooks(family, until),
        _supervisions(supervisions, until),
        _overall(supervisions, until),
        *_workers(family, until),
        *_modules(family, until),
        *visit_lanes(VISITS, queries.visits_of(family), until),
        *action_lanes(ACTIONS, family.agreedaction_set.not_withdrawn(), until),
    ]
    return [lane for lane in lanes if lane.marks or lane.spans or lane.counts]


def _workbooks(family: Family, until: date) -> Lane:
    marks: list[Mark] = []
    spans: list[Span] = []
    for workbook in queries.workbooks_opened_by(family, until):
        what, opened = f"Workbook, version {workbook.version}", london_date(workbook.opened_at)
        closed = _day(workbook.closed_at)
        closed = closed if closed and closed <= until else None
        marks.append(Mark(opened, "opened", "plain", f"{what} opened"))
        if closed:
            marks.append(Mark(closed, "closed", "plain", f"{what} closed: {workbook.get_closed_reason_display()}"))
        spans.append(Span(opened, closed))
    return Lane(WORK, "Versions", tuple(spans), tuple(marks))


def _supervisions(supervisions: list[GroupSupervision], until: date) -> Lane:
    marks = [mark for each in supervisions if (mark := _supervision(each)) and mark.day <= until]
    return Lane(WORK, "Supervision", marks=tuple(sorted(marks)))


def _supervision(supervision: GroupSupervision) -> Mark | None:
    if supervision.state in WAS_HELD:
        day = london_date(cast("datetime", supervision.held_at))
        return Mark(day, f"{day.day} {day:%b}", "plain", f"Group supervision held on {say_date(day)}")
    if supervision.state == SupervisionState.NOT_HELD:
        day = london_date(cast("datetime", supervision.episode.workbook.closed_at))
        return Mark(day, "not held", "missed", "Group supervision not held: the Workbook closed")
    return None


def _overall(supervisions: list[GroupSupervision], until: date) -> Lane:
    rated = [each for each in supervisions if each.state in WAS_HELD and each.overall_rag]
    marks = [_rag(london_date(cast("datetime", each.held_at)), each.overall_rag, "Overall") for each in rated]
    return Lane(RAG, "Overall RAG", marks=tuple(sorted(mark for mark in marks if mark.day <= until)))


def _rag(day: date, rag: str, whose: str) -> Mark:
    return Mark(day, rag.capitalize(), rag, f"{whose}: {rag.capitalize()}")


def _workers(family: Family, until: date) -> list[Lane]:
    """A lane for each worker in each role, in the order in which they came."""
    summaries = queries.summaries_by_allocation(family)
    parts = list(queries.allocations_begun_by(family, until))
    written = [summary for of_part in summaries.values() for summary in of_part]
    _tell_apart([*parts, *(each for summary in written for each in (summary.part_of, *summary.parts.all()) if each)])
    lanes: dict[str, tuple[list[Span], list[Mark], list[str]]] = defaultdict(lambda: ([], [], []))
    for part in parts:
        mine = summaries[part.pk]
        rated = [mark for summary in mine if (mark := _rating(summary, str(part.worker))) and mark.day <= until]
        if not rated and any(map(_is_a_colleagues, mine)):
            continue
        who = f"{part.worker}, {part.get_role_display().lower()}"
        spans, marks, co_authors = lanes[who]
        spans.append(_allocation_span(part, until))
        marks += rated
        co_authors += [name for summary in mine for name in _written_by_others(summary)]
    return [
        Lane(RAG, _with_co_authors(who, co_authors), tuple(spans), tuple(sorted(marks)))
        for who, (spans, marks, co_authors) in lanes.items()
    ]


def _tell_apart(rows: Iterable[Allocation | InterventionSummary]) -> None:
    with_colleagues_apart(rows, timezone.localdate(), "worker")


def _is_a_colleagues(summary: InterventionSummary) -> bool:
    """A part of somebody else's summary: whoever wrote no other is named with whose it was, and has no lane."""
    return summary.part_of_id is not None and summary.state != SummaryState.HANDED_OVER


def _written_by_others(summary: InterventionSummary) -> list[str]:
    parts = [part for part in summary.parts.all() if part.state == SummaryState.FINALISED]
    return [str(part.worker) for part in parts if part.worker_id != summary.worker_id]


def _with_co_authors(who: str, co_authors: list[str]) -> str:
    return f"{who}, with {', '.join(dict.fromkeys(co_authors))}" if co_authors else who


def _allocation_span(part: Allocation, until: date) -> Span:
    ended = part.until_date if part.until_date and part.until_date <= until else None
    return Span(part.from_date, ended, f"{part.worker}: part begins", f"{part.worker}: part ends" if ended else "")


def _rating(summary: InterventionSummary, who: str) -> Mark | None:
    """In the month of the supervision that it was for; of one that was not held, when it was finalised."""
    supervision = getattr(summary.episode, "supervision", None)
    held_at = supervision.held_at if supervision else None
    if summary.state == SummaryState.HANDED_OVER:
        whole = cast("InterventionSummary", summary.part_of)
        day = london_date(summary.updated_at or summary.opened_at)
        return Mark(day, "handed on", "none", f"{who}: handed over to {whole.worker}")
    if summary.part_of_id or summary.state not in (SummaryState.FINALISED, SummaryState.LEFT_OUT):
        return None
    moment = held_at or summary.finalised_at or summary.episode.closed_at
    if moment is None:
        return None
    if summary.state == SummaryState.LEFT_OUT:
        return Mark(london_date(moment), "left out", "none", f"{who}: left out of the supervision")
    if summary.no_direct_work:
        return Mark(london_date(moment), "no work", "none", f"{who}: no direct work")
    return _rag(london_date(moment), summary.rag, who)


def _modules(family: Family, until: date) -> list[Lane]:
    """A lane for each module that was begun, of each child where it is written for each, in each programme."""
    programmes = queries.programmes_with_records(family)
    begun = {each.number: [r for r in each.records.all() if london_date(r.begun_at) <= until] for each in programmes}
    several = sum(map(bool, begun.values())) > 1
    lanes: dict[str, list[ModuleRecord]] = defaultdict(list)
    for number, records in begun.items():
        for record in sorted(records, key=_place):
            lanes[f"Programme {number}, {_title(record)}" if several else _title(record)].append(record)
    return [_module(label, records, until) for label, records in lanes.items()]


def _place(record: ModuleRecord) -> tuple[int, str, int]:
    module = module_named(record.module)
    return (module.number if module else 99, str(record.child or ""), record.round)


def _title(record: ModuleRecord) -> str:
    module = module_named(record.module)
    title = f"module {module.number}: {module.title}" if module else record.module
    return f"module {module.number}: {record.child}" if record.child and module else title


def _module(label: str, records: list[ModuleRecord], until: date) -> Lane:
    label = label[:1].upper() + label[1:]
    found = [_worked_on(record, label, until) for record in records]
    return Lane(
        MODULES, label, tuple(span for span, _ in found), tuple(chain.from_iterable(marks for _, marks in found))
    )


def _worked_on(record: ModuleRecord, label: str, until: date) -> tuple[Span, list[Mark]]:
    """From its beginning to the last that was written, or to its completion."""
    begun, written, completed = london_date(record.begun_at), _day(record.updated_at), _day(record.completed_at)
    marks = [Mark(begun, "begun", "begun", f"{label}: begun")]
    if completed and completed <= until:
        marks.append(Mark(completed, "done", "done", f"{label}: completed"))
    if written and written <= until and month_of(written) not in {month_of(mark.day) for mark in marks}:
        marks.append(Mark(written, "written", "begun", f"{label}: last written in"))
    return Span(begun, max(mark.day for mark in marks)), sorted(marks)


def _day(moment: datetime | None) -> date | None:
    return london_date(moment) if moment else None
