"""What the workers recorded: visits, calls and the like, and what was agreed at them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from casework.actions.models import AgreedAction
from casework.answers.models import Answer, AnswerHeldBack, AnswerKind
from casework.in_error.models import InError, InErrorReason
from casework.notes.models import CaseNote, NotePassage, Seen, Significance
from casework.notes.states import NoteState
from casework.practice import current
from casework.subjects import type_of
from config.county import clocks, words
from config.county.cases import Case, Part, Visit
from config.county.rows import Change

MONTH = 28  # days
# Two visits, then calls and the like.
NOTES = ("home_visit", "telephone_call", "home_visit", "email", "session", "meeting")
SECTION = {"session": "detail", "telephone_call": "detail", "email": "detail", "meeting": "detail"}


def tell(case: Case) -> None:
    for place, part in enumerate(case.parts):
        _notes(case, part, place)


def _notes(case: Case, part: Part, place: int) -> None:
    """So many in each four weeks; the last visit waits to be written up, and the next is planned."""
    length = (case.until - case.began).days - 4
    number = max(1, case.kind.notes * length // MONTH)
    for count in range(number):
        day = 4 + length * count / number
        kind = NOTES[(count + place) % len(NOTES)]
        _note(case, part, kind, day, count, last=count == number - 1 and not case.ended)
    if not case.ended:
        planned_for = (case.now + timedelta(days=1 + case.place.rank % 9)).replace(hour=14, minute=0)
        case.add(
            CaseNote, by=part.by, at=case.now - timedelta(days=2), kind="home_visit", author=part.by,
            state=NoteState.PLANNED, planned_for=planned_for, recorded_at=case.now - timedelta(days=2),
            purpose="To see each child alone",
        )  # fmt: skip


def _note(case: Case, part: Part, kind: str, day: float, count: int, *, last: bool) -> None:
    random, by, at = case.random, part.by, case.day(day, hour=9 + count % 8)
    visit = current().note_kinds[kind].visit
    written_at = min(at + timedelta(hours=4), case.until)
    first = {"kind": kind, "author": by, "recorded_at": at, "took_place_at": at, "state": NoteState.TOOK_PLACE}
    then = []
    if not last:
        then.append(Change(written_at, by, {
            "state": NoteState.COMPLETED, "completed_at": written_at, "version": 3,
        }))  # fmt: skip
    withdrawn = not last and random.random() < 0.01
    if withdrawn:
        then.append(Change(written_at, by, {"state": NoteState.WITHDRAWN, "version": 4}))
    note = case.add(CaseNote, by=by, at=at, then=tuple(then), where="At home" if visit else "", **first)
    if visit:
        for child in case.children[:4]:
            case.add(Seen, by=by, at=at, note=note, child=child.id, seen=True, alone=count % 3 == 0)
        clocks.due(
            case, "visit_write_up", CaseNote, note, at=at, owner=by, met_at=None if last else written_at,
        )  # fmt: skip
    passage = _written(case, note, kind, by, written_at)
    if withdrawn:
        case.add(
            InError, by=by, at=written_at, subject_type=type_of(CaseNote), subject_id=note,
            reason=InErrorReason.WRONG_FAMILY, because="Recorded on the wrong family.",
        )  # fmt: skip
        return
    if not last:
        case.visits.append(Visit(note, by, at, passage))
    if not last and random.random() < 0.08:
        case.add(
            Significance,
            by=by,
            at=written_at,
            note=note,
            headline=random.choice(words.HEADLINES),
            why="It changes the plan.",
        )
    if not last and random.random() < 0.04:
        _answer(case, by, note, written_at)
    if random.random() < 0.12:
        _action(case, by, day, note)


def _answer(case: Case, by: int, note: int, at: datetime) -> None:
    """An addition to the note in its author's own words, held back from a child."""
    answer = case.add(
        Answer, by=by, at=at, subject_type=type_of(CaseNote), subject_id=note, read_history_id=1,
        kind=AnswerKind.ADDITION, colleague=by, said_on=at.date(),
        text=case.random.choice(words.PARAGRAPHS),
    )  # fmt: skip
    case.add(AnswerHeldBack, by=by, at=at, answer=answer, person=case.index.id, because="They are not to know yet.")


def _written(case: Case, note: int, kind: str, by: int, at: datetime) -> int:
    """One passage, and of a visit the voice of the youngest child too."""
    if kind == "home_visit":
        case.add(
            NotePassage, by=by, at=at, owner=note, section="voice",
            text=case.random.choice(words.PARAGRAPHS), about=[case.index.id],
        )  # fmt: skip
    section = SECTION.get(kind, "observation")
    return case.add(NotePassage, by=by, at=at, owner=note, section=section, text=case.random.choice(words.PARAGRAPHS))


def _action(case: Case, by: int, day: float, note: int | None) -> int:
    agreed = case.day(day)
    due_on = (agreed + timedelta(days=21)).date()
    then: Sequence[Change] = ()
    if due_on < case.until.date() and case.random.random() < 0.9:
        done = {"done_on": case.day(day + 18).date(), "result": "It was done.", "outcome": "met"}
        then = (Change(case.day(day + 18), by, done),)
    return case.add(
        AgreedAction, by=by, at=agreed, then=then, what=case.random.choice(words.PARAGRAPHS)[:120], owner_user=by,
        due_on=due_on, agreed_on=agreed.date(), note=note,
    )  # fmt: skip
