"""Answering what is finished: its text does not change; what is said of it stands beside it, wherever it is read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations.queries import lead_and_managers
from casework.answers import checks
from casework.answers.models import DISPUTES, Answer, AnswerHeldBack, AnswerKind, Outcome
from casework.answers.queries import last_history
from casework.answers.states import ANSWER_STATES, AnswerState
from casework.duedates import services as duedates
from casework.families.models import FamilyRecord
from casework.notifications.services import notify
from casework.people.models import Person
from casework.refusal import Refusal
from casework.states import Mover
from casework.subjects import columns_of
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.trail.versions import change_version, lock_version
from casework.users.models import User
from casework.words import say_date

CHANGED = "Somebody changed this answer since you opened the page. Your text is still here: compare and save again."


@service
def record(
    row: FamilyRecord, *, kind: str, text: str, by: User, at: datetime, history_id: int | None = None,
    person: Person | None = None, colleague: User | None = None, named: str = "", received: str = "",
    said_on: date | None = None, held_from: list[Person] | None = None, held_because: str = "",
) -> Answer:  # fmt: skip
    """Record what is said of a finished passage or note, as it read in its history row `history_id` (A10.2).

    Without a person, a colleague or a name these are the words of `by`. What is disputed is looked into within the
    practice file's time, and lead and managers are told at once (UK GDPR 12(3), 16, 18).
    """
    require(by, row.family, Can.RECORD)
    row = lock(row, "family")
    checks.check_finished(row, history_id)
    today = timezone.localdate(at)
    if kind not in AnswerKind.values:
        raise Refusal("Choose what it is.", "kind")
    if not text.strip():
        raise Refusal("Write what is said, in the words of whoever says it.", "text")
    checks.check_speaker(row.family, person, colleague, named.strip(), received, said_on or today, today)
    disputed = kind in DISPUTES
    answer = Answer.objects.create(
        family=row.family, **columns_of(row), read_history_id=history_id or last_history(row), kind=kind,
        state=AnswerState.LOOKED_INTO if disputed else "", said_on=said_on or today,
        **checks.values_of(person, colleague, named.strip(), by), received=received, text=text.strip(), by=by, at=at,
    )  # fmt: skip
    for each in held_from or ():
        _hold_back(answer, each, None, held_because, by, at)
    if disputed:
        duedates.start("answer_settled", answer, family=row.family, at=at)
        told = lead_and_managers(row.family, today) - {by}
        notify("answer_recorded", sorted(told, key=str), subject=answer, family=row.family, by=by, at=at)
    return answer


@in_service
def carry_addition(row: FamilyRecord, *, text: str, author: User, at: datetime) -> None:
    """What `author` added elsewhere to what stands in `row` too. Idempotent."""
    about = {**columns_of(row), "kind": AnswerKind.ADDITION, "by": author, "text": text}
    if not row.family.answer_set.filter(**about).exists():
        Answer.objects.create(
            family=row.family, read_history_id=last_history(row), said_on=timezone.localdate(at), colleague=author,
            at=at, **about,
        )  # fmt: skip


@in_service
def record_corrected(
    row: FamilyRecord, *, was: str, now: str, because: str, consent: str, by: User, at: datetime
) -> Answer:  # fmt: skip
    """A fact that was corrected in the row itself, by whoever may; both wordings stand beside it."""
    return Answer.objects.create(
        family=row.family, **columns_of(row), read_history_id=last_history(row), kind=AnswerKind.CORRECTION,
        state=AnswerState.SETTLED, said_on=timezone.localdate(at), colleague=by, text=because.strip(), by=by, at=at,
        outcome=Outcome.CORRECTED, was=was, now=now, because=because.strip(), consent=consent.strip(), settled_by=by,
        settled_at=at,
    )  # fmt: skip


@service
def settle(
    answer: Answer, *, outcome: str, because: str, by: User, at: datetime, was: str = "", now: str = "",
    version: int | None = None,
) -> Answer:  # fmt: skip
    """Say what became of it: a fact is corrected (both wordings stand) or not, an opinion has the statement attached.

    It is settled once.
    """
    require_grade(by, answer.family, "settle_answer")
    answer = lock(answer, "family", "settled_by")
    checks.check_not_settled(answer, say_date(answer.settled_at) if answer.settled_at else "")
    answer = lock_version(answer, version, "family", sentence=CHANGED)
    checks.check_outcome(answer, outcome, was, now, because)
    ANSWER_STATES.require(answer.state, AnswerState.SETTLED, Mover.MANAGER)
    corrected = outcome == Outcome.CORRECTED
    change_version(
        answer, state=AnswerState.SETTLED, outcome=outcome, because=because.strip(), settled_by=by, settled_at=at,
        was=was.strip() if corrected else "", now=now.strip() if corrected else "",
    )  # fmt: skip
    duedates.meet("answer_settled", answer, at=at)
    told = lead_and_managers(answer.family, timezone.localdate(at)) | {answer.by}
    notify("answer_settled", sorted(told - {by}, key=str), subject=answer, family=answer.family, by=by, at=at)
    return answer


@in_service
def settle_in_error(rows: Iterable[FamilyRecord], *, because: str, by: User, at: datetime) -> None:
    """What was disputed was recorded in error, which answers it; whoever recorded the dispute is told."""
    for row in rows:
        for answer in row.family.answer_set.filter(**columns_of(row), state=AnswerState.LOOKED_INTO):
            change_version(
                answer, state=AnswerState.SETTLED, outcome=Outcome.IN_ERROR, because=because, settled_by=by,
                settled_at=at,
            )  # fmt: skip
            duedates.meet("answer_settled", answer, at=at)
            notify("answer_settled", {answer.by} - {by}, subject=answer, family=row.family, by=by, at=at)


@service
def hold_back(
    answer: Answer, *, because: str, by: User, at: datetime, person: Person | None = None, user: User | None = None
) -> AnswerHeldBack:
    """Hold the text of an answer back from somebody: its mark still stands. Said again, another reason replaces it."""
    require(by, answer.family, Can.RECORD)
    answer = lock(answer, "family")
    return _hold_back(answer, person, user, because, by, at)


@in_service
def _hold_back(
    answer: Answer, person: Person | None, user: User | None, because: str, by: User, at: datetime
) -> AnswerHeldBack:
    checks.check_held_from(answer, person, user, because)
    held = answer.held_from.filter(person=person, user=user).first()
    if held:
        change(held, because=because.strip())
        return held
    return AnswerHeldBack.objects.create(
        family=answer.family, answer=answer, person=person, user=user, because=because.strip(), by=by, at=at
    )


@service
def decide_copies(
    answer: Answer, *, leaves: bool, because: str, by: User, at: datetime, version: int | None = None
) -> Answer:
    """Decide whether the text of an answer leaves on a copy for the family, and why (A10.10)."""
    require_grade(by, answer.family, "settle_answer")
    answer = lock_version(answer, version, "family", sentence=CHANGED)
    if not because.strip():
        raise Refusal("Say why.", "because")
    if leaves and (held := answer.held_from.filter(person__isnull=False).first()):
        raise Refusal(f"Its text is held back from {held.person}. It cannot stand on a copy for the family.", "leaves")
    change_version(answer, on_copies=leaves, on_copies_because=because.strip(), on_copies_by=by, on_copies_at=at)
    return answer
