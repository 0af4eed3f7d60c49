"""Whether there is a Workbook; its episodes, and each worker's summary of each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from casework.families.models import Family, Rag
from casework.holds.models import Held
from casework.practice import current
from casework.referrals.models import Referral
from config.county import clocks, finished, programmes, supervisions, words
from config.county.cases import Case, Month, Part
from config.county.rows import Change
from workbook.coming_of_age.models import ComingOfAge
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage
from workbook.summaries.states import SummaryState
from workbook.workbooks.checks import ChecklistResult, check_eligibility
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision
from workbook.workbooks.states import WorkbookState

MONTH = 28  # days from one supervision to the next
RAGS = (Rag.RED, Rag.AMBER, Rag.AMBER, Rag.GREEN)


def tell(case: Case) -> None:
    _decision(case)
    if case.kind.episodes:
        _workbook(case)


@cache
def _checklist(opened: bool) -> ChecklistResult:
    """As the product freezes it: every question met, or none."""
    answers = {one.key: list(one.choices)[:2] if one.choices else True for one in current().eligibility}
    refused = {one.key: [] if one.choices else False for one in current().eligibility}
    return check_eligibility(answers if opened else refused)


def _decision(case: Case) -> None:
    """Decided on the second day, or still to be decided."""
    opened, met_at = bool(case.kind.episodes), case.day(1) if case.kind.decided else None
    if met_at:
        case.add(
            WorkbookDecision, by=case.manager, at=met_at, referral=case.referral, opened=opened, eligible=opened,
            reason="Two adult workers are needed." if opened else "One agency can help.",
            answers=_checklist(opened).answers, decided_by=case.manager,
        )  # fmt: skip
        clocks.hold(case, Held.JOINING, Family, case.family)
    clocks.due(
        case, "workbook_decision", Referral, case.referral, at=case.began, met_at=met_at,
    )  # fmt: skip
    if case.every(9, 2) and case.involvements:
        case.add(
            ComingOfAge, by=case.manager, at=case.day(2), involvement=case.involvements[0],
            the_case="It ends on the birthday.", the_summary="The last one is completed a month before.",
            direct_work="The leaving care team goes on.",
        )  # fmt: skip
    if met_at and not opened and case.every(7, 3):
        at = case.day(10)
        case.add(
            EmergedVulnerability, by=case.lead.by if case.parts else case.manager, at=at, referral=case.referral,
            vulnerability="domestic_abuse", what=words.PARAGRAPHS[0], noticed_on=at.date(),
        )  # fmt: skip


def _months(case: Case) -> list[Month]:
    """The last is open; of ten, one waits for its supervision, and one to be signed off. Of a closed case all are."""
    number, rest = case.kind.episodes, case.place.rank % 10
    waits, to_sign = not case.ended and rest == 7, not case.ended and rest == 8
    first = case.kind.days - MONTH * number + (-1 if case.ended else 1 if waits else -2 if to_sign else 14)
    months = [
        Month(each + 1, first + MONTH * each, first + MONTH * (each + 1), True, True, True) for each in range(number)
    ]
    if not case.ended:
        months[-1] = months[-1]._replace(prepared=waits or to_sign, held=to_sign, signed=False)
    return months


def _workbook(case: Case) -> None:
    months = _months(case)
    opened_at = case.day(months[0].first)
    then: Sequence[Change] = ()
    if case.ended:
        then = (Change(case.ended, case.manager, {
            "state": WorkbookState.CLOSED, "closed_at": case.ended, "closed_by": case.manager,
            "closed_reason": "work_completed", "closed_because": "The children are safe.",
        }),)  # fmt: skip
    workbook = case.add(
        Workbook,
        by=case.manager,
        at=opened_at,
        then=then,
        referral=case.referral,
        version=1,
        index_child=case.index.id,
        opened_at=opened_at,
        opened_by=case.manager,
    )
    if not case.ended:
        clocks.hold(case, Held.CLOSURE, Workbook, workbook)
    programmes.tell(case, workbook, opened_at)
    for month in months:
        _episode(case, workbook, month)
    _supervision_clocks(case, workbook, months)


def planned_for(case: Case, month: Month) -> datetime:
    """Of the running month after now; `Case.day` gives no such day."""
    return (case.began + timedelta(days=month.last)).replace(hour=10, minute=0)


def _supervision_clocks(case: Case, workbook: int, months: list[Month]) -> None:
    """A month from the opening, then from each supervision held."""
    started_at = case.day(months[0].first)
    for month in months:
        held_at = case.day(month.last) if month.held else None
        clocks.due(
            case, "group_supervision", Workbook, workbook, at=started_at, owner=case.lead.by, met_at=held_at,
        )  # fmt: skip
        started_at = held_at or started_at
    if months[-1].held and not case.ended:
        clocks.due(
            case, "group_supervision", Workbook, workbook, at=started_at, owner=case.lead.by,
        )  # fmt: skip


def _episode(case: Case, workbook: int, month: Month) -> None:
    by, at, planned = case.manager, case.day(month.first), planned_for(case, month)
    closed_at, lead = case.day(month.last - 2), case.lead.by
    then = []
    if month.prepared:
        closed = {"state": EpisodeState.CLOSED, "closed_at": closed_at, "closed_by": lead}
        then.append(Change(closed_at, lead, closed))
    if month.held:
        then.append(Change(case.day(month.last), by, {"state": EpisodeState.SUPERVISED}))
    episode = case.add(
        WorkbookEpisode,
        by=by,
        at=at,
        then=tuple(then),
        workbook=workbook,
        number=month.number,
        state=EpisodeState.OPEN,
        begun_at=at,
        supervision_planned_for=planned,
    )
    for member in case.members:
        case.add(EpisodeMember, by=by, at=at, episode=episode, person=member.id, role=member.role, from_date=at.date())
    whole = 0
    for place, part in enumerate(case.parts):
        if place == 2 and month.open:
            _delegated(case, whole, _summary(case, episode, part, month, part_of=whole), month)
        else:
            whole = _summary(case, episode, part, month)
    if month.open:
        clocks.hold(case, Held.RELATIONSHIPS, Family, case.family)
    rag = supervisions.tell(case, episode, month, planned) if month.prepared else None
    _headline(case, month, planned, rag)


def _headline(case: Case, month: Month, planned: datetime, rag: Rag | None) -> None:
    head = case.headline
    if month.signed and rag:
        if rag != head.get("overall_rag", ""):
            head["rag_since"] = case.day(month.last).date()
        head |= {"previous_rag": head.get("overall_rag", ""), "overall_rag": rag}
    head["next_supervision"] = None if case.ended else planned


def _summary(case: Case, episode: int, part: Part, month: Month, part_of: int | None = None) -> int:
    by, at, end = part.by, case.day(month.first), case.day(month.last - 3)
    then: Sequence[Change] = ()
    if month.prepared:
        then = (Change(end, by, {
            "state": SummaryState.FINALISED, "finalised_at": end, "updated_at": end, "rag": case.random.choice(RAGS),
            "rationale": case.random.choice(words.OUTCOMES), "version": 3,
        }),)  # fmt: skip
    summary = case.add(
        InterventionSummary, by=by, at=at, then=then, episode=episode, allocation=part.allocation, worker=by,
        opened_at=at, part_of=part_of,
    )  # fmt: skip
    written = [
        case.add(
            SummaryPassage, by=by, at=end, owner=summary, section=section, text=case.random.choice(words.PARAGRAPHS)
        )
        for section in ("outcome", "analysis")
    ]
    if month.prepared:
        _frozen(case, summary, written, end, by)
    first, last = case.began + timedelta(days=month.first), case.began + timedelta(days=month.last)
    for visit in case.visits:
        if visit.by == by and first <= visit.at < last:
            case.add(SummaryNote, by=by, at=visit.at, summary=summary, note=visit.note)
    if month.number == 1 and month.signed and part is case.lead:
        programmes.draw(case, written[1], end)
    if part_of is None:
        _summary_clocks(case, summary, part, month, end if month.prepared else None)
    return summary


def _frozen(case: Case, summary: int, written: Sequence[int], at: datetime, by: int) -> None:
    items = [
        finished.passage(words.PARAGRAPHS[0], "What it says", finished.origin(SummaryPassage, passage, "text"))
        for passage in written
    ]
    finished.record(case, "summary", InterventionSummary, summary, "Summary", items, at=at, by=by)


def _summary_clocks(case: Case, summary: int, part: Part, month: Month, met_at: datetime | None) -> None:
    at = case.day(month.first)
    clocks.due(case, "summary_update", InterventionSummary, summary, at=at, owner=part.by, met_at=met_at)
    clocks.due(
        case, "summary_before_supervision", InterventionSummary, summary, at=at, owner=part.by, met_at=met_at,
        anchor_at=planned_for(case, month),
    )  # fmt: skip


def _delegated(case: Case, whole: int, part: int, month: Month) -> None:
    """The last worker writes a part of the summary of the one before."""
    asking, asked = case.parts[1], case.parts[2]
    at = case.day(month.first)
    due_at = planned_for(case, month) - timedelta(days=3)
    task = case.add(
        DelegatedTask, by=asking.by, at=at, summary=whole, part=part, what_is_needed=words.PARAGRAPHS[2], due_at=due_at,
        asked_by=asking.by, asked_at=at,
    )  # fmt: skip
    clocks.due(
        case, "delegated_task", DelegatedTask, task, at=at, owner=asked.by, due_at=due_at,
    )  # fmt: skip
