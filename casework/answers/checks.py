"""What is asked before an answer is recorded, settled or held back."""

from datetime import date
from typing import Any

from casework.access import Can, access_of
from casework.answers.models import OUTCOMES, Answer, Outcome, Received
from casework.answers.queries import as_it_was, is_finished
from casework.answers.states import AnswerState
from casework.families.models import Family, FamilyRecord
from casework.lives.checks import SAID, Fact, check_day, check_in_life
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.users.models import User

NOT_FINISHED = "This is not finished, so its text still changes. Write in it itself."
UNKNOWN = "What you read is not known any more. Open the record again."
SETTLED = "This was answered already, by {who} on {when}. Open it to read what was decided. Nothing more was changed."


def check_finished(row: FamilyRecord, history_id: int | None = None) -> None:
    """Refuse what still changes; what a finished record shows of it as it was may be answered all the same."""
    if not is_finished(row):
        raise Refusal(NOT_FINISHED)
    if history_id is not None and as_it_was(row, history_id) is None:
        raise Refusal(UNKNOWN)


def check_speaker(
    family: Family, person: Person | None, colleague: User | None, named: str, received: str, said_on: date, today: date
) -> None:
    if sum(map(bool, (person, colleague, named))) > 1:
        raise Refusal("Say whose words these are: one person.", "named")
    if person and not family.familymember_set.filter(person__in=person.all_ids).exists():
        raise Refusal("Choose somebody of this family, or give the name.", "person")
    if (person or named) and received not in Received.values:
        raise Refusal("Say how these words reached you.", "received")
    check_day(SAID, said_on, today, "said_on")
    if person:
        check_in_life(Fact(SAID, said_on, person, "said_on"), today)


def check_outcome(answer: Answer, outcome: str, was: str, now: str, because: str) -> None:
    if answer.kind not in OUTCOMES:
        raise Refusal("An addition stands as it is. Nothing has to become of it.")
    if outcome not in OUTCOMES.get(answer.kind, ()):
        raise Refusal("Choose what became of it.", "outcome")
    if not because.strip():
        raise Refusal("Say why, in words that whoever said it can be given.", "because")
    if outcome == Outcome.CORRECTED and not was.strip():
        raise Refusal("Give the words that are wrong. They stay readable.", "was")
    if outcome == Outcome.CORRECTED and not now.strip():
        raise Refusal("Give the words that are right.", "now")


def check_not_settled(answer: Answer, when: str) -> None:
    if answer.state == AnswerState.SETTLED:
        raise Conflict(SETTLED.format(who=answer.settled_by, when=when))


def check_held_from(answer: Answer, person: Person | None, user: User | None, because: str) -> None:
    if bool(person) == bool(user):
        raise Refusal("Choose from whom its text is held back: one person, or one colleague.", "person")
    if not because.strip():
        raise Refusal("Say why its text is held back.", "because")
    if person and not answer.family.familymember_set.filter(person__in=person.all_ids).exists():
        raise Refusal("Choose somebody of this family.", "person")
    if user and (user.pk in (answer.by_id, answer.colleague_id) or access_of(user, answer.family).can(Can.INSPECT)):
        raise Refusal(f"{user} said it, recorded it, or answers for this record, and reads it all the same.", "user")


def values_of(person: Person | None, colleague: User | None, named: str, by: User) -> dict[str, Any]:
    """The columns that say whose words these are: without anybody they are the recorder's own."""
    own = not (person or colleague or named)
    return {"person": person, "colleague": by if own else colleague, "named": named}
